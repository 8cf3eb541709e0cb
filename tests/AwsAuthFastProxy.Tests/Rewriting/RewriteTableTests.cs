using System.Text;
using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Proxy.Diagnosis;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Tests.Configuration;
using Xunit;

namespace AwsAuthFastProxy.Tests.Rewriting;

/// <summary>Whole configurations, from their text to what is sent or answered; signed requests are those that the signature was made for.</summary>
public sealed class RewriteTableTests
{
    private static readonly Dictionary<string, ProxyModel> s_models = [];

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string table in (string[])["nginx-semantics", "signed", "bounds"])
            {
                foreach (string line in RewriteCase.Lines(table))
                {
                    rows.Add(table, line);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Request_EndsAsTheTableSays(string table, string line)
    {
        var row = RewriteCase.Parse(line);

        var explanation = new RequestExplainer(ModelOf(table), FixedClock.OfCases()).Explain(Encoding.Latin1.GetBytes(row.Head));

        Assert.Equal(row.Outcome, Outcome(explanation, row.Outcome));
        if (explanation.CanonicalRequest is { } canonical)
        {
            // The lines of the canonical request are those of what is sent.
            string[] target = explanation.Head!.Split(' ')[1].Split('?', 2);
            string[] lines = canonical.Split('\n');
            Assert.Equal(explanation.Route!.Upstream!.Service == "s3" ? target[0] : target[0].Replace("%", "%25", StringComparison.Ordinal), lines[1]);
            Assert.Equal(target.Length > 1 ? target[1] : "", lines[2]);
        }
    }

    private static ProxyModel ModelOf(string table)
    {
        lock (s_models)
        {
            if (!s_models.TryGetValue(table, out var model))
            {
                var result = ConfigLoader.Load(Path.Combine(RewriteCase.Folder, $"{table}.json"), ConfigCases.Environment);
                Assert.True(result.Model is not null, string.Join('\n', result.Errors));
                model = result.Model;
                s_models.Add(table, model);
            }

            return model;
        }
    }

    private static string Outcome(RequestExplanation explanation, string expected)
    {
        if (explanation.Refusal is { } refusal)
        {
            return expected.StartsWith("answers", StringComparison.Ordinal) ? $"answers {refusal.Status}" : $"refused {refusal.Status} {refusal.Name}";
        }

        return explanation.Answer is { } answer
            ? answer.Status == ReturnStep.Close ? "closes" : $"answers {answer.Status} {answer.Text}".TrimEnd()
            : $"sends {explanation.Head!.Split(' ')[1]}";
    }
}
