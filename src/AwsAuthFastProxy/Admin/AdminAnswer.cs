namespace AwsAuthFastProxy.Admin;

/// <summary>What the admin listener answers.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="Body">The body, also of an answer to HEAD, which is told its length only.</param>
internal sealed record AdminAnswer(int Status, string ContentType, byte[] Body);
