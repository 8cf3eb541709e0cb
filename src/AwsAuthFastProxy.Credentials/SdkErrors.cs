using System.Net.Http;
using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials;

/// <summary>What AWSSDK throws, in one line for a log. Whatever could hold an answer's body or a process's output is left out.</summary>
internal static partial class SdkErrors
{
    private const int MaxLength = 300;

    /// <summary>Runs a fetch; what it throws becomes a <see cref="CredentialException"/>.</summary>
    public static async Task<FetchedCredentials> GuardAsync(Func<Task<FetchedCredentials>> fetch)
    {
        try
        {
            return await fetch().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (CredentialException or OperationCanceledException))
        {
            throw new CredentialException(Words(e), e);
        }
    }

    /// <summary>The most telling of an exception and its causes.</summary>
    public static string Words(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (Telling(cause) is { } words)
            {
                return OneLine(words);
            }
        }

        // AWSSDK's own words about what it was configured with; they name files, profiles and variables.
        return error is AmazonClientException or AmazonServiceException or ArgumentException or InvalidOperationException
            ? OneLine(error.Message)
            : error.GetType().Name;
    }

    private static string? Telling(Exception cause) => cause switch
    {
        AmazonUnmarshallingException or JsonException => "the answer is not in the expected form",
        AmazonServiceException { ErrorCode.Length: > 0 } refused => $"{refused.ErrorCode}: {refused.Message}",
        AmazonServiceException { StatusCode: > 0 } refused => $"the answer is status {(int)refused.StatusCode}",
        HttpRequestException { StatusCode: { } status } => $"the answer is status {(int)status}",
        HttpRequestException network => network.Message,
        ProcessAWSCredentialException process => ExitStatus().Match(process.Message) is { Success: true } exit
            ? $"the credential process ended with status {exit.Groups[1].Value}"
            : process.InnerException is JsonException ? null : "the credential process could not be run, or did not print credentials in JSON",
        IOException or UnauthorizedAccessException => cause.Message,
        TimeoutException => "no answer in time",
        _ => null,
    };

    private static string OneLine(string text)
    {
        string line = Whitespace().Replace(text, " ").Trim();
        return line.Length <= MaxLength ? line : $"{line[..MaxLength]}...";
    }

    [GeneratedRegex("non-zero exit value ([0-9]+)")]
    private static partial Regex ExitStatus();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Whitespace();
}
