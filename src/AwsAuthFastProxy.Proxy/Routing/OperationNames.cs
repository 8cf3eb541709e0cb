using System.Text;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// A set of names, and of beginnings of names, that an <see cref="Model.Operations"/> value lets pass. Lists, not patterns: what S3 adds
/// tomorrow is refused until somebody has thought about it.
/// </summary>
internal sealed class OperationNames
{
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _names;
    private readonly byte[][] _prefixes;

    /// <param name="names">Names in lower case (fields) or as S3 spells them (query); one that ends in <c>*</c> is a beginning.</param>
    public OperationNames(params ReadOnlySpan<string> names)
    {
        var exact = new HashSet<byte[]>(BytesComparer.Instance);
        var prefixes = new List<byte[]>();
        foreach (string name in names)
        {
            if (name.EndsWith('*'))
            {
                prefixes.Add(Encoding.ASCII.GetBytes(name[..^1]));
            }
            else
            {
                exact.Add(Encoding.ASCII.GetBytes(name));
            }
        }

        _names = exact.GetAlternateLookup<ReadOnlySpan<byte>>();
        _prefixes = [.. prefixes];
    }

    public bool Contains(ReadOnlySpan<byte> name)
    {
        if (_names.Contains(name))
        {
            return true;
        }

        foreach (byte[] prefix in _prefixes)
        {
            if (name.StartsWith(prefix))
            {
                return true;
            }
        }

        return false;
    }
}
