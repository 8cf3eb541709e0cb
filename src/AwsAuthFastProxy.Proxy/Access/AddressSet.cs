using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>
/// Blocks with a verdict each; the longest prefix that holds an address decides. One look-up per prefix length in use, however many
/// blocks there are. Immutable.
/// </summary>
internal sealed class AddressSet
{
    private readonly Level[] _levels;

    /// <param name="yes">Blocks whose addresses are in it.</param>
    /// <param name="no">Blocks whose addresses are not.</param>
    public AddressSet(IEnumerable<AddressBlock> yes, IEnumerable<AddressBlock> no)
    {
        // The same block in both: no. The configuration refuses it.
        _levels =
        [
            .. yes.Select(static block => (Block: block, Verdict: true)).Concat(no.Select(static block => (Block: block, Verdict: false)))
                .GroupBy(static entry => entry.Block.PrefixLength)
                .OrderByDescending(static group => group.Key)
                .Select(static group => new Level(group.Key, group.GroupBy(static entry => entry.Block.Network)
                    .ToDictionary(static blocks => blocks.Key, static blocks => blocks.All(static entry => entry.Verdict)))),
        ];
    }

    /// <summary>The verdict on an address; null when no block holds it.</summary>
    public bool? Find(UInt128 address)
    {
        foreach (Level level in _levels)
        {
            if (level.Verdicts.TryGetValue(address & AddressBlock.Mask(level.PrefixLength), out bool verdict)
                && new AddressBlock(address & AddressBlock.Mask(level.PrefixLength), level.PrefixLength).Contains(address))
            {
                return verdict;
            }
        }

        return null;
    }

    private readonly record struct Level(int PrefixLength, Dictionary<UInt128, bool> Verdicts);
}
