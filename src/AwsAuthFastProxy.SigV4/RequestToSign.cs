namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// What a signature is computed over: the request as it will be sent. Every span is the caller's; nothing is kept.
/// </summary>
public readonly ref struct RequestToSign
{
    /// <summary>The method as sent; its case matters.</summary>
    public required ReadOnlySpan<byte> Method { get; init; }

    /// <summary>The path as <see cref="SigV4.CanonicalPath"/> writes it.</summary>
    public required ReadOnlySpan<byte> CanonicalPath { get; init; }

    /// <summary>The query as <see cref="SigV4.CanonicalQuery"/> writes it, without '?'; empty for none.</summary>
    public ReadOnlySpan<byte> CanonicalQuery { get; init; }

    /// <summary>The bytes of the head that is sent; <see cref="Fields"/> point into it.</summary>
    public required ReadOnlySpan<byte> Head { get; init; }

    /// <summary>
    /// The fields to sign, in the order of the head. Names in any case. The signer sorts them in place by lower-case name;
    /// lines of one name keep their order.
    /// </summary>
    public required Span<SignedField> Fields { get; init; }

    /// <summary>The value of x-amz-content-sha256: 64 hexadecimal digits or one of <see cref="SigV4.PayloadHash"/>'s words.</summary>
    public required ReadOnlySpan<byte> PayloadHash { get; init; }

    /// <summary>The moment of the signature; for headers the value of the signed x-amz-date.</summary>
    public required SigningTime Time { get; init; }
}
