using System.Globalization;
using System.Net;
using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>
/// Translates who may: allow, deny, auth_basic, satisfy. With nginx the first line that fits decides, here the smallest block; leaving out
/// what an earlier line shadows makes both say the same, since then of two blocks that overlap the smaller comes first.
/// </summary>
internal sealed class AccessTranslator(string directory, Diagnostics diagnostics)
{
    private static readonly AddressBlock[] s_everybody = [new((UInt128)0xFFFF << 32, 96), new(0, 0)];

    /// <summary>Puts <c>allow</c>, <c>deny</c> and <c>basicAuth</c> of a block into a node.</summary>
    public void Put(Scope scope, ConfigNode into)
    {
        PutAddresses(scope, into);
        into.With("basicAuth", BasicAuth(scope));
    }

    /// <summary>Puts the rules of a limit_except block into a node, where they are not the location's.</summary>
    public void PutExcept(Scope block, Scope location, ConfigNode into)
    {
        var (own, outer) = (Nodes.Object(block.Position), Nodes.Object(block.Position));
        PutAddresses(block, own);
        PutAddresses(location, outer);
        if (!Nodes.Same(own, outer))
        {
            // No line left is no verdict: everybody is let in, or asked for a password where that is enough.
            into.Members.AddRange(own.Members);
            into.With(OneIsEnough(block) ? "deny" : "allow", own.Members.Count > 0 ? null : Nodes.Texts(block.Position, s_everybody.Select(static everybody => everybody.ToString())));
        }

        var password = BasicAuth(block);
        if (!Nodes.Same(password, BasicAuth(location)))
        {
            into.With("basicAuth", password ?? Nodes.Text(block.Position, "off"));
        }
    }

    private static bool OneIsEnough(Scope scope) =>
        scope.Find("satisfy")?.Argument(0) == "any" && scope.Find("auth_basic") is { } basic && basic.Argument(0) != "off";

    /// <summary>Puts <c>satisfy</c> in where it makes a difference.</summary>
    public void PutSatisfy(Scope scope, ConfigNode into, ConfigNode? except, bool isSigned)
    {
        if (scope.Find("satisfy") is not { } directive)
        {
            return;
        }

        var value = directive.Argument(0)!;
        if (value is not ("all" or "any"))
        {
            diagnostics.Error(directive.Position, $"invalid value {Quote.Text(value)} in \"satisfy\" directive, it must be \"all\" or \"any\"");
            return;
        }

        if (value == "any" && isSigned)
        {
            diagnostics.Change(
                directive.Position,
                "\"satisfy any\" with aws_sign let every client in with the module; here an address that is allowed, or a right password, is asked for");
        }

        var rules = into.Members.Concat(except?.Members ?? []).Select(static member => member.Key).ToList();
        var both = rules.Exists(static key => key is "allow" or "deny") && rules.Contains("basicAuth");
        into.With("satisfy", value == "any" && both ? Nodes.Text(directive.Position, value) : null);
    }

    private void PutAddresses(Scope scope, ConfigNode into)
    {
        var rules = scope.FindAll("allow", "deny");
        var kept = new List<(AddressBlock Block, bool Allows, NginxDirective Directive)>();
        foreach (var directive in rules)
        {
            var allows = directive.Name == "allow";
            foreach (var block in Blocks(directive))
            {
                if (kept.Any(earlier => Holds(earlier.Block, block)))
                {
                    diagnostics.Note(directive.Position, $"\"{directive.Name} {directive.Argument(0)}\" is shadowed by a line before it{(block.IsEverything ? $" for {(block.IsV4 ? "IPv4" : "IPv6")}" : "")}: nginx never comes to it");
                    continue;
                }

                kept.Add((block, allows, directive));
            }
        }

        if (kept.Count == 0)
        {
            return;
        }

        var at = rules[0].Position;
        var allowed = kept.Where(static rule => rule.Allows && !rule.Block.IsEverything).Select(Write).ToList();
        var denied = kept.Where(static rule => !rule.Allows && !rule.Block.IsEverything).Select(Write).ToList();

        // Whom no block holds nginx lets in; here a list of those allowed keeps everybody else out.
        var hasAllowed = allowed.Count > 0;
        var oneIsEnough = OneIsEnough(scope);
        foreach (var everybody in s_everybody)
        {
            var last = kept.Find(rule => rule.Block == everybody);
            var isDenied = last is { Directive: not null, Allows: false };

            // Where an address or a password is enough, no line that fits is no verdict: who is not allowed by name is asked for a password.
            if (oneIsEnough ? last.Directive is not null && !(isDenied && hasAllowed) : isDenied != hasAllowed)
            {
                (isDenied ? denied : allowed).Add(Nodes.Text(last.Directive?.Position ?? at, everybody.ToString()));
            }
        }

        into.With("allow", Nodes.List(at, allowed).UnlessEmpty());
        into.With("deny", Nodes.List(at, denied).UnlessEmpty());
    }

    private AddressBlock[] Blocks(NginxDirective directive)
    {
        var text = directive.Argument(0)!;
        if (text == "unix:")
        {
            diagnostics.Note(directive.Position, $"\"{directive.Name} unix:\" means nothing here: nobody comes by a unix socket");
            return [];
        }

        if (text == "all")
        {
            return s_everybody;
        }

        if (AddressBlock.TryParse(Masked(text), out var block, out var reason))
        {
            return [block];
        }

        diagnostics.Error(directive.Position, $"invalid parameter {Quote.Text(text)} in \"{directive.Name}\" directive: {reason}");
        return [];
    }

    // nginx takes bits behind the prefix, and leaves them out; and it takes a mask of dotted numbers for a prefix.
    private static string Masked(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IPAddress.TryParse(text[..slash], out var address))
        {
            return text;
        }

        var prefix = text[(slash + 1)..];
        if (prefix.Contains('.', StringComparison.Ordinal) && IPAddress.TryParse(prefix, out var mask))
        {
            var bits = (uint)(AddressBlock.ToNumber(mask) & uint.MaxValue);
            prefix = uint.PopCount(bits).ToString(CultureInfo.InvariantCulture);
            if (bits != 0 && bits != uint.MaxValue << (32 - (int)uint.PopCount(bits)))
            {
                return text;
            }
        }

        return int.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= address.GetAddressBytes().Length * 8
            ? $"{Zeroed(address, length)}/{prefix}"
            : text;
    }

    private static IPAddress Zeroed(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }

    private static bool Holds(AddressBlock outer, AddressBlock inner) =>
        outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.Network);

    private static ConfigNode Write((AddressBlock Block, bool Allows, NginxDirective Directive) rule) =>
        Nodes.Text(rule.Directive.Position, rule.Block.PrefixLength == 128 ? AddressBlock.ToAddress(rule.Block.Network).ToString() : rule.Block.ToString());

    private ConfigNode? BasicAuth(Scope scope)
    {
        if (scope.Find("auth_basic") is not { } directive || directive.Argument(0) == "off")
        {
            return null;
        }

        if (Variables.HasAny(directive.Argument(0)!))
        {
            diagnostics.Error(directive.Position, "\"auth_basic\" with variables is not supported: write the realm itself");
            return null;
        }

        if (scope.Find("auth_basic_user_file") is not { } file)
        {
            diagnostics.Error(directive.Position, "\"auth_basic\" without \"auth_basic_user_file\" asks nobody for a password; name a file that htpasswd -B has written");
            return null;
        }

        if (Variables.HasAny(file.Argument(0)!))
        {
            diagnostics.Error(file.Position, "\"auth_basic_user_file\" with variables is not supported: name one file");
            return null;
        }

        return Nodes.Object(directive.Position)
            .With("realm", Nodes.Text(directive.Position, directive.Argument(0)!))
            .With("file", Nodes.Text(file.Position, Path.GetFullPath(Path.Combine(directory, file.Argument(0)!))));
    }
}
