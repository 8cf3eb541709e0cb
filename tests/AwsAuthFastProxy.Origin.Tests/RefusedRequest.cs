namespace AwsAuthFastProxy.Origin.Tests;

/// <summary>A row of cases/origin/refused-requests.json: a request that breaks HTTP/1.1, and the status of its refusal.</summary>
internal sealed record RefusedRequest(string Name, int Status, string Request);
