using System.Net;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Tests.Access;

/// <summary>Blocks of addresses: what is read, what they hold, which of several decides.</summary>
public class AddressBlockTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1/32")]
    [InlineData("192.0.2.0/24", "192.0.2.0/24")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("::/0", "::/0")]
    [InlineData("2001:DB8::/32", "2001:db8::/32")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("::ffff:10.0.0.0/104", "10.0.0.0/8")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3/32")]
    public void Block_IsReadAndShown(string text, string shown)
    {
        Assert.True(AddressBlock.TryParse(text, out AddressBlock block, out string reason), reason);
        Assert.Equal(shown, block.ToString());
    }

    [Theory]
    [InlineData("", "no address")]
    [InlineData("/8", "no address")]
    [InlineData("10", "no address")]
    [InlineData("010.0.0.0/8", "no address")]
    [InlineData("10.0.0.256", "no address")]
    [InlineData("fe80::1%1", "no address")]
    [InlineData("[::1]", "no address")]
    [InlineData("host.example", "no address")]
    [InlineData("10.0.0.0/", "from 0 to 32")]
    [InlineData("10.0.0.0/33", "from 0 to 32")]
    [InlineData("10.0.0.0/-1", "from 0 to 32")]
    [InlineData("10.0.0.0/ 8", "from 0 to 32")]
    [InlineData("::/129", "from 0 to 128")]
    [InlineData("10.0.0.1/8", "the block is 10.0.0.0/8")]
    [InlineData("2001:db8::1/32", "the block is 2001:db8::/32")]
    public void NoBlock_HasAReason(string text, string words)
    {
        Assert.False(AddressBlock.TryParse(text, out _, out string reason));
        Assert.Contains(words, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::10.1.2.3", false)]
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "10.0.0.1", false)]
    [InlineData("::/64", "10.0.0.1", false)]
    [InlineData("2001:db8::/33", "2001:db8:7fff::", true)]
    [InlineData("2001:db8::/33", "2001:db8:8000::", false)]
    [InlineData("fe80::/10", "fe80::1%3", true)]
    public void Block_HoldsItsAddressesOnly(string text, string address, bool holds)
    {
        AddressBlock block = Block(text);
        var number = AddressBlock.ToNumber(IPAddress.Parse(address));

        Assert.Equal(holds, block.Contains(number));
        Assert.Equal(holds ? true : null, new AddressSet([block], []).Find(number));
    }

    [Theory]
    [InlineData("10.9.9.9", true)]
    [InlineData("10.1.9.9", false)]
    [InlineData("10.1.2.9", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("11.0.0.1", null)]
    [InlineData("2001:db8::1", true)]
    [InlineData("2001:db8:1::1", false)]
    public void SmallestBlock_Decides(string address, bool? verdict)
    {
        var set = new AddressSet(
            [Block("10.0.0.0/8"), Block("10.1.2.0/24"), Block("2001:db8::/32")],
            [Block("10.1.0.0/16"), Block("10.1.2.3"), Block("2001:db8:1::/48")]);

        Assert.Equal(verdict, set.Find(AddressBlock.ToNumber(IPAddress.Parse(address))));
    }

    [Fact]
    public void Sets_AgreeWithLookingAtEachBlock()
    {
        var random = new Random(4711);
        for (int round = 0; round < 200; round++)
        {
            AddressBlock[] blocks = [.. Enumerable.Range(0, 12).Select(_ => RandomBlock(random)).Distinct()];
            var set = new AddressSet(blocks[..(blocks.Length / 2)], blocks[(blocks.Length / 2)..]);
            for (int i = 0; i < 50; i++)
            {
                UInt128 address = RandomBlock(random).Network | (UInt128)random.Next(4);
                var holding = blocks.Select((block, index) => (block, index)).Where(entry => entry.block.Contains(address)).ToArray();
                bool? expected = holding.Length == 0 ? null : holding.MaxBy(entry => entry.block.PrefixLength).index < blocks.Length / 2;
                Assert.Equal(expected, set.Find(address));
            }
        }
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    [InlineData("10.1.2.3", "::ffff:10.1.2.3", true)]
    [InlineData("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void Holder_IsAnAddressOrA64(string one, string other, bool same) =>
        Assert.Equal(same, ClientAddress.Of(IPAddress.Parse(one)).Holder == ClientAddress.Of(IPAddress.Parse(other)).Holder);

    private static AddressBlock RandomBlock(Random random)
    {
        // Few bits, so that blocks nest; both families.
        bool v4 = random.Next(2) == 0;
        int length = v4 ? random.Next(96, 129) : random.Next(0, 129);
        UInt128 number = v4
            ? ((UInt128)0xFFFF << 32) | (uint)(random.Next(4) << 30 | random.Next(4))
            : ((UInt128)random.Next(4) << 126) | (UInt128)random.Next(4);
        return new AddressBlock(number & AddressBlock.Mask(length), length);
    }

    private static AddressBlock Block(string text)
    {
        Assert.True(AddressBlock.TryParse(text, out AddressBlock block, out string reason), reason);
        return block;
    }
}
