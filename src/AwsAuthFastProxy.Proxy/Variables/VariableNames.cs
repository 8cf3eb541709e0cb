namespace AwsAuthFastProxy.Proxy.Variables;

/// <summary>
/// The variables a configuration makes itself, by "set" and by named captures, and their places. As in nginx a name is known everywhere, and
/// empty where nothing gave it a value. Filled before texts are compiled; a configuration has one.
/// </summary>
public sealed class VariableNames
{
    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many there are.</summary>
    public int Count => _places.Count;

    /// <summary>All of them, in the order of their places.</summary>
    public IEnumerable<string> Names => _places.Keys;

    /// <summary>Makes a name known; returns its place.</summary>
    /// <exception cref="ArgumentException">It has another meaning already, or is no name; see <see cref="Check"/>.</exception>
    public int Add(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Check(name) is { } reason)
        {
            throw new ArgumentException(reason, nameof(name));
        }

        if (!_places.TryGetValue(name, out int place))
        {
            place = _places.Count;
            _places.Add(name, place);
        }

        return place;
    }

    /// <summary>Why a name cannot be one of a variable of one's own, or null when it can.</summary>
    public static string? Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length == 0 || !name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') || char.IsAsciiDigit(name[0])
                ? "a variable's name has letters, digits and \"_\" only, and no digit first; without its \"$\""
            : TextVariables.TryFind(name, out _) ? $"\"${name}\" has a meaning already; choose another name"
            : null;
    }

    internal bool TryFind(string name, out int place) => _places.TryGetValue(name, out place);
}
