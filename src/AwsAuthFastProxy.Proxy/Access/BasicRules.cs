using System.Security.Cryptography;
using System.Text;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>A route's HTTP Basic authentication made ready. Immutable, part of a snapshot.</summary>
internal sealed class BasicRules
{
    // Against which the password of an unknown user is checked, so that he takes as long as a known one.
    private readonly string _nobodysHash;

    private BasicRules(BasicAuthModel model)
    {
        Passwords = model.Passwords;
        Challenge = Encoding.ASCII.GetBytes($"Basic realm=\"{model.Realm}\", charset=\"UTF-8\"");
        int cost = model.Passwords.Hashes.Values.Select(static hash => int.Parse(hash.AsSpan(4, 2), provider: null)).DefaultIfEmpty(10).Max();
        _nobodysHash = BCrypt.Net.BCrypt.HashPassword(Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)), cost);
    }

    /// <summary>Value of WWW-Authenticate (RFC 7617 §2, §2.1).</summary>
    public byte[] Challenge { get; }

    public PasswordFile Passwords { get; }

    public static BasicRules? Of(BasicAuthModel? model) => model is null ? null : new BasicRules(model);

    /// <summary>The hash to check a user's password against; somebody's for everybody, of the cost of the dearest.</summary>
    public string HashOf(string user, out bool isKnown)
    {
        isKnown = Passwords.Hashes.TryGetValue(user, out string? hash);
        return hash ?? _nobodysHash;
    }
}
