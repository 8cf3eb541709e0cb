using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Exchanges;

/// <summary>One case of a file under tests/cases/proxy; the format is described there.</summary>
internal sealed class ExchangeCase(string name)
{
    public string Name { get; } = name;

    public string Config { get; private set; } = "unsigned";

    /// <summary>What the client says, and hears before it says more.</summary>
    public List<ClientStage> Client { get; } = [];

    /// <summary>What each connection to the upstream carries, in the order they are dialled.</summary>
    public List<List<UpstreamStep>> Upstream { get; } = [];

    /// <summary>Whether the client ends its side behind its last byte.</summary>
    public bool ClientEnds { get; private set; }

    /// <summary>Whether the proxy ends the client's connection.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Status and reason of the proxy's own answer at the end, or null.</summary>
    public (int Status, string Reason)? Refusal { get; private set; }

    /// <summary>Whether the upstream does something that deserves a warning.</summary>
    public bool UpstreamFails => Refusal is { Status: 502 }
        || Upstream.SelectMany(steps => steps).Any(step => step.Then is UpstreamStep.End.Closes or UpstreamStep.End.Resets)
        || (IsClosed && Refusal is null && Upstream is [[.., { Then: UpstreamStep.End.IsEnded, Answer.Length: > 0 }]]);

    public int ClientLength => Client.Sum(stage => stage.Sent.Length);

    public int UpstreamLength => Upstream.SelectMany(steps => steps).Sum(step => step.Answer.Length);

    public static IReadOnlyDictionary<string, ExchangeCase> ReadAll()
    {
        var cases = new Dictionary<string, ExchangeCase>();
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "cases", "proxy"), "*.txt").Order(StringComparer.Ordinal))
        {
            ExchangeCase? current = null;
            foreach (string line in File.ReadLines(file).Where(static line => line.Length > 0 && line[0] != '#'))
            {
                if (line.StartsWith("case ", StringComparison.Ordinal))
                {
                    current = new ExchangeCase(line[5..]);
                    cases.Add(current.Name, current);
                }
                else
                {
                    current!.Read(line);
                }
            }
        }

        return cases;
    }

    private void Read(string line)
    {
        string[] words = line.Split(' ', 2);
        string rest = words.Length > 1 ? words[1] : "";
        switch (words[0])
        {
            case "config":
                Config = rest;
                break;
            case ">":
                if (Client.Count == 0 || Client[^1].Heard.Length > 0)
                {
                    Client.Add(new ClientStage());
                }

                Client[^1].Sent += WireText.Decode(rest);
                break;
            case "<":
                Client[^1].Heard += WireText.Decode(rest);
                break;
            case "=>":
                Step(isNew: static step => step.Answer.Length > 0 || step.Then != UpstreamStep.End.None).Expected += WireText.Decode(rest);
                break;
            case "<=":
                Step(isNew: static step => step.Then != UpstreamStep.End.None).Answer += WireText.Decode(rest);
                break;
            default:
                ReadDirective(line);
                break;
        }
    }

    private void ReadDirective(string line)
    {
        switch (line.Split(' '))
        {
            case ["closed"]:
                IsClosed = true;
                break;
            case ["client", "ends"]:
                ClientEnds = true;
                break;
            case ["upstream", "new"]:
                Upstream.Add([]);
                break;
            case ["upstream", "closes"]:
                Step(isNew: static _ => false).Then = UpstreamStep.End.Closes;
                break;
            case ["upstream", "resets"]:
                Step(isNew: static _ => false).Then = UpstreamStep.End.Resets;
                break;
            case ["upstream", "ended"]:
                Step(isNew: static _ => false).Then = UpstreamStep.End.IsEnded;
                break;
            case ["refused", string status, string reason]:
                Refusal = (int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), reason);
                break;
            default:
                throw new FormatException($"{Name}: {line}");
        }
    }

    private UpstreamStep Step(Func<UpstreamStep, bool> isNew)
    {
        if (Upstream.Count == 0)
        {
            Upstream.Add([]);
        }

        List<UpstreamStep> steps = Upstream[^1];
        if (steps.Count == 0 || isNew(steps[^1]))
        {
            steps.Add(new UpstreamStep());
        }

        return steps[^1];
    }
}
