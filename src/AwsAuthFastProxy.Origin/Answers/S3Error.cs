namespace AwsAuthFastProxy.Origin;

/// <summary>An error answer of S3: status, code, message and the elements that go with that code, in order.</summary>
internal sealed record S3Error(int Status, string Code, string Message, params IReadOnlyList<KeyValuePair<string, string>> Details)
{
    /// <summary>Header fields of the answer, such as Allow.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
