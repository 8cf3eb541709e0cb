using System.Globalization;

namespace AwsAuthFastProxy.Http.Tests;

/// <summary>One case of a file under tests/cases/http; the format is described there.</summary>
internal sealed class WireCase
{
    private readonly List<(string Key, string Value)> _expectations = [];

    public required string Name { get; init; }

    /// <summary>The message.</summary>
    public byte[] Wire { get; private set; } = [];

    /// <summary>The message and what stands behind it.</summary>
    public byte[] WireAndExcess { get; private set; } = [];

    public HeadLimits Limits { get; private set; } = HeadLimits.Default;

    public RequestMethod Answers { get; private set; } = RequestMethod.Get;

    /// <summary>First word of the outcome: complete, rejected, done or needs-more.</summary>
    public string Outcome { get; private set; } = "";

    /// <summary>The rest of the outcome's line.</summary>
    public string OutcomeDetail { get; private set; } = "";

    public bool IsRejected => Outcome == "rejected";

    public string RejectName => OutcomeDetail.Split(' ')[0];

    public int? RejectOffset => OutcomeDetail.Split(" at ") is [_, string offset]
        ? int.Parse(offset, CultureInfo.InvariantCulture)
        : null;

    public IReadOnlyList<(string Key, string Value)> Expectations => _expectations;

    public override string ToString() => Name;

    internal void Read(string line)
    {
        string key = line.Split(' ')[0];
        string value = line.Length > key.Length ? line[(key.Length + 1)..] : "";
        if (key == ">")
        {
            Wire = [.. Wire, .. WireText.Decode(value)];
            WireAndExcess = Wire;
        }
        else if (key == "+")
        {
            WireAndExcess = [.. WireAndExcess, .. WireText.Decode(value)];
        }
        else if (key.StartsWith('*'))
        {
            int count = int.Parse(key.AsSpan(1), CultureInfo.InvariantCulture);
            byte[] repeated = WireText.Decode(value);
            Wire = [.. Wire, .. Enumerable.Repeat(repeated, count).SelectMany(bytes => bytes)];
            WireAndExcess = Wire;
        }
        else if (key == "limits")
        {
            Dictionary<string, int> limits = value.Split(' ').Select(item => item.Split('='))
                .ToDictionary(item => item[0], item => int.Parse(item[1], CultureInfo.InvariantCulture));
            Limits = new HeadLimits(
                limits.GetValueOrDefault("head", HeadLimits.DefaultHeadBytes),
                limits.GetValueOrDefault("fields", HeadLimits.DefaultFieldCount),
                limits.GetValueOrDefault("target", HeadLimits.DefaultTargetBytes));
        }
        else if (key == "answers")
        {
            Answers = RequestMethods.Lookup(WireText.Decode(value));
        }
        else if (Outcome.Length == 0)
        {
            Assert.Contains(key, (string[])["complete", "rejected", "done", "needs-more"]);
            Outcome = key;
            OutcomeDetail = value;
        }
        else
        {
            _expectations.Add((key, value));
        }
    }
}
