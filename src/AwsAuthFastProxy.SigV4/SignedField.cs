namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// Where one header field to be signed lies in <see cref="RequestToSign.Head"/>: offsets and lengths in bytes.
/// </summary>
/// <param name="NameOffset">Where the name begins; its letters may be of any case.</param>
/// <param name="NameLength">The name's length, without the colon.</param>
/// <param name="ValueOffset">Where the value begins; white space around it may be included.</param>
/// <param name="ValueLength">The value's length, without the line's end.</param>
public readonly record struct SignedField(int NameOffset, int NameLength, int ValueOffset, int ValueLength)
{
    internal ReadOnlySpan<byte> Name(ReadOnlySpan<byte> head) => head.Slice(NameOffset, NameLength);

    internal ReadOnlySpan<byte> Value(ReadOnlySpan<byte> head) => head.Slice(ValueOffset, ValueLength);
}
