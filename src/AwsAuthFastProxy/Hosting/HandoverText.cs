using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace AwsAuthFastProxy.Hosting;

/// <summary>
/// What a successor is told of its descriptors, in one environment variable: who gives them, and what each is. The first is the channel between
/// both; the others are listening sockets, named as the configuration names them, since a port 0 of it is another number in the socket.
/// </summary>
/// <param name="Predecessor">The process that gives them; in the environment of any other's child the text says nothing.</param>
/// <param name="Sockets">The listening sockets in the order of their descriptors.</param>
internal sealed record HandoverText(int Predecessor, IReadOnlyList<HandoverText.Entry> Sockets)
{
    /// <summary>The variable's name.</summary>
    public const string Variable = "AAFP_HANDOVER";

    private const string ForAdmin = "admin/";
    private const string ForClients = "listen/";

    /// <summary>Reads it; false where it is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HandoverText? handover)
    {
        handover = null;
        string[] words = text.Split(' ');
        if (!int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int predecessor))
        {
            return false;
        }

        var sockets = new List<Entry>();
        foreach (string word in words.AsSpan(1))
        {
            bool isAdmin = word.StartsWith(ForAdmin, StringComparison.Ordinal);
            string prefix = isAdmin ? ForAdmin : ForClients;
            if (!word.StartsWith(prefix, StringComparison.Ordinal) || !IPEndPoint.TryParse(word.AsSpan(prefix.Length), out IPEndPoint? endPoint))
            {
                return false;
            }

            sockets.Add(new Entry(isAdmin, endPoint));
        }

        handover = new HandoverText(predecessor, sockets);
        return true;
    }

    /// <summary>As it stands in the variable.</summary>
    public override string ToString() =>
        string.Join(' ', Sockets.Select(static entry => (entry.IsAdmin ? ForAdmin : ForClients) + entry.EndPoint).Prepend(Predecessor.ToString(CultureInfo.InvariantCulture)));

    /// <summary>One socket.</summary>
    /// <param name="IsAdmin">It is the admin listener's.</param>
    /// <param name="EndPoint">Its address as configured.</param>
    internal sealed record Entry(bool IsAdmin, IPEndPoint EndPoint);
}
