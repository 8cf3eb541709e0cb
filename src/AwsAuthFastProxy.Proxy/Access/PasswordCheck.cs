using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>One password being checked, off the loops: bcrypt is slow on purpose. Many may wait for the same.</summary>
internal sealed class PasswordCheck(UInt128 key, BasicRules rules, byte[] credentials)
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Under which the verdict is remembered.</summary>
    public UInt128 Key { get; } = key;

    /// <summary>Completes when there is a verdict.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Checks; true when the user is known and the password is his.</summary>
    public bool Run()
    {
        try
        {
            int colon = credentials.AsSpan().IndexOf((byte)':');
            string hash = rules.HashOf(s_strict.GetString(credentials, 0, colon), out bool isKnown);
            bool matches = BCrypt.Net.BCrypt.Verify(s_strict.GetString(credentials.AsSpan(colon + 1)), hash);
            return matches && isKnown;
        }
        catch (Exception e) when (e is DecoderFallbackException or ArgumentException or BCrypt.Net.SaltParseException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(credentials);
        }
    }

    /// <summary>It is not to be run: its copy of the password is cleared.</summary>
    public void Forget() => CryptographicOperations.ZeroMemory(credentials);

    public void Complete() => _ended.TrySetResult();
}
