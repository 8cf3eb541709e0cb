namespace AwsAuthFastProxy.Proxy.Answers;

/// <summary>The field that goes with a status: Allow with 405, WWW-Authenticate with 401, Retry-After with 429. The default value is none.</summary>
internal readonly ref struct AnswerField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
{
    public ReadOnlySpan<byte> Name { get; } = name;

    public ReadOnlySpan<byte> Value { get; } = value;
}
