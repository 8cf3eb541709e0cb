using System.Text;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Tests.Demo;

/// <summary>One of the commands that the demonstration prints, as a request.</summary>
internal static partial class CurlCommand
{
    public static IEnumerable<string> All(string text) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("curl ", StringComparison.Ordinal));

    /// <summary>The request that curl would send; a pipe behind the command is left out.</summary>
    public static HttpRequestMessage Request(string command)
    {
        var words = Word().Matches(command.Split(" | ")[0]).Select(match => match.Value.Trim('\'')).ToArray();
        var request = new HttpRequestMessage(HttpMethod.Get, words[^1]);
        for (var i = 1; i < words.Length - 1; i++)
        {
            switch (words[i])
            {
                case "-i" or "-s":
                    break;
                case "-I":
                    request.Method = HttpMethod.Head;
                    break;
                case "-X":
                    request.Method = new HttpMethod(words[++i]);
                    break;
                case "-H":
                    var header = words[++i].Split(": ", 2);
                    Assert(request.Headers.TryAddWithoutValidation(header[0], header[1]), command);
                    break;
                case "--data-binary":
                    request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(words[++i]));
                    break;
                default:
                    Assert(false, command);
                    break;
            }
        }

        return request;
    }

    private static void Assert(bool condition, string command)
    {
        if (!condition)
        {
            throw new FormatException($"the demonstration prints a command that this test does not know: {command}");
        }
    }

    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Word();
}
