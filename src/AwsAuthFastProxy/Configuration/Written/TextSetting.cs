namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>
/// A text as the user set it. Messages quote <see cref="Written"/>, never <see cref="Value"/>, which may come from the environment
/// or a file; a setting that is a secret is not quoted at all.
/// </summary>
internal sealed class TextSetting(string value, string written, SourcePosition position, bool isLiteral, bool isFaulty = false)
{
    /// <summary>The text with <c>${env:...}</c> and <c>${file:...}</c> replaced.</summary>
    public string Value { get; } = value;

    /// <summary>The text as it stands in the file.</summary>
    public string Written { get; } = written;

    public SourcePosition Position { get; } = position;

    /// <summary>Whether all of it stands in the file.</summary>
    public bool IsLiteral { get; } = isLiteral;

    /// <summary>Which parts of <see cref="Value"/> do not stand in the file; noted for texts with variables, which those parts are not.</summary>
    public IReadOnlyList<Range> Outside { get; init; } = [];

    /// <summary>An error was reported for it already, and it has no value; it counts as given.</summary>
    public bool IsFaulty { get; } = isFaulty;

    /// <summary>A setting that stands in for one that could not be read.</summary>
    public static TextSetting Faulty(SourcePosition position) => new("", "", position, isLiteral: false, isFaulty: true);

    /// <summary>The position only: the text may be a secret.</summary>
    public override string ToString() => Position.ToString();
}
