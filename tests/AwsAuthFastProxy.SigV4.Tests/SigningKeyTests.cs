using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

public class SigningKeyTests
{
    private const string Base64 = "L4vRLWAO92X5L3Sqk5QydUSdB0nC9+1wfqLMOKLbRp4=";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Token = "FwoGZXIvYXdzEXAMPLETOKEN==";

    private static readonly CredentialScope s_scope = CredentialScope.Create("20160902", "us-east-1", "s3");

    [Fact]
    public void KeyFromSecretAndKeyFromBase64_SignAlike()
    {
        using var derived = SigningKey.FromSecret("AKIDEXAMPLE", Encoding.ASCII.GetBytes(Secret), s_scope);
        using var given = SigningKey.FromBase64("AKIDEXAMPLE", $" {Base64}\n", s_scope);
        using var first = new RequestSigner(derived);
        using var second = new RequestSigner(given);
        var request = new OutgoingRequest("GET", "/a", [("Host", "h")], "UNSIGNED-PAYLOAD", 1_472_774_400);

        Assert.Equal(request.Sign(first), request.Sign(second));
    }

    [Theory]
    [InlineData("", SigningKeyError.NotBase64)]
    [InlineData("L4vRLWAO92X5L3Sqk5QydUSdB0nC9+1wfqLMOKLbRp4", SigningKeyError.NotBase64)]
    [InlineData("L4vRLWAO92X5L3Sqk5QydUSdB0nC9-1wfqLMOKLbRp4=", SigningKeyError.NotBase64)]
    [InlineData("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", SigningKeyError.NotThirtyTwoBytes)]
    [InlineData("QUJD", SigningKeyError.NotThirtyTwoBytes)]
    [InlineData("L4vRLWAO92X5L3Sqk5QydUSdB0nC9+1wfqLMOKLbRp5L4vRLWAO92X5L3Sqk5QydUSdB0nC9+1wfqLMOKLbRp4=", SigningKeyError.NotBase64)]
    public void WrongKeyText_IsRefusedWithItsReason(string text, SigningKeyError expected)
    {
        Assert.False(SigningKey.TryFromBase64("AKIDEXAMPLE", text, s_scope, null, out var key, out var error));
        Assert.Null(key);
        Assert.Equal(expected, error);
        var exception = Assert.Throws<FormatException>(() => SigningKey.FromBase64("AKIDEXAMPLE", text, s_scope));
        Assert.Equal(SigningKey.Describe(expected), exception.Message);
    }

    [Theory]
    [InlineData("", null, SigningKeyError.BadAccessKeyId)]
    [InlineData("AK ID", null, SigningKeyError.BadAccessKeyId)]
    [InlineData("AKID,x", null, SigningKeyError.BadAccessKeyId)]
    [InlineData("AKID\r\nX: y", null, SigningKeyError.BadAccessKeyId)]
    [InlineData("AKIDé", null, SigningKeyError.BadAccessKeyId)]
    [InlineData("AKID", "", SigningKeyError.BadSessionToken)]
    [InlineData("AKID", "to ken", SigningKeyError.BadSessionToken)]
    [InlineData("AKID", "token\n", SigningKeyError.BadSessionToken)]
    public void TextThatCannotStandInAHeader_IsRefused(string accessKeyId, string? token, SigningKeyError expected)
    {
        Assert.False(SigningKey.TryFromBase64(accessKeyId, Base64, s_scope, token, out _, out var error));
        Assert.Equal(expected, error);
        var exception = Assert.Throws<FormatException>(() => SigningKey.FromSecret(accessKeyId, "s"u8, s_scope, token));
        Assert.Equal(SigningKey.Describe(expected), exception.Message);
    }

    [Fact]
    public void EmptySecret_IsRefused()
    {
        var exception = Assert.Throws<FormatException>(() => SigningKey.FromSecret("AKID", [], s_scope));
        Assert.Equal(SigningKey.Describe(SigningKeyError.EmptySecret), exception.Message);
    }

    [Fact]
    public void EveryError_HasItsOwnDescription()
    {
        var errors = Enum.GetValues<SigningKeyError>();
        Assert.Equal(errors.Length, errors.Select(SigningKey.Describe).Distinct().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => SigningKey.Describe((SigningKeyError)99));
    }

    [Fact]
    public void DisposedKey_IsZeroedAndMakesNoSigner()
    {
        var key = SigningKey.FromBase64("AKIDEXAMPLE", Base64, s_scope);
        var bytes = key.Key;
        Assert.Equal(Convert.FromBase64String(Base64), bytes.ToArray());

        key.Dispose();

        Assert.False(bytes.ContainsAnyExcept((byte)0));
        Assert.Throws<ObjectDisposedException>(() => new RequestSigner(key));
    }

    [Fact]
    public void TextOfEveryType_ShowsNoSecret()
    {
        using var key = SigningKey.FromSecret("AKIDEXAMPLE", Encoding.ASCII.GetBytes(Secret), s_scope, Token);
        using var signer = new RequestSigner(key);
        using var chunks = new ChunkSigner(signer);

        Assert.Equal("AKIDEXAMPLE/20160902/us-east-1/s3/aws4_request", key.ToString());
        Assert.Equal("AKIDEXAMPLE/20160902/us-east-1/s3/aws4_request", signer.ToString());
        AssertShowsNoSecret($"{key} {signer} {chunks} {key.Scope}");
    }

    [Fact]
    public void MessageOfEveryRefusal_ShowsNoSecret()
    {
        var disposed = SigningKey.FromBase64("AKIDEXAMPLE", Base64, s_scope, Token);
        disposed.Dispose();
        Action[] refusals =
        [
            () => SigningKey.FromBase64("AKIDEXAMPLE", Base64 + Base64, s_scope),
            () => SigningKey.FromBase64("AKIDEXAMPLE", Secret, s_scope),
            () => SigningKey.FromBase64("AKIDEXAMPLE", Base64, s_scope, Token + " "),
            () => SigningKey.FromSecret("AKID EXAMPLE", Encoding.ASCII.GetBytes(Secret), s_scope, Token),
            () => SigningKey.FromSecret("AKIDEXAMPLE", Encoding.ASCII.GetBytes(Secret), s_scope, Token + "\n"),
            () => CredentialScope.Parse(Secret),
            () => _ = new RequestSigner(disposed),
            () => KeyDerivation.Derive(Encoding.ASCII.GetBytes(Secret), s_scope, new byte[3]),
        ];
        foreach (var refusal in refusals)
        {
            AssertShowsNoSecret(Assert.ThrowsAny<Exception>(refusal).ToString());
        }
    }

    private static void AssertShowsNoSecret(string text)
    {
        var key = Convert.FromBase64String(Base64);
        foreach (var secret in new[] { Secret, Token, Base64, Convert.ToHexString(key), Convert.ToHexStringLower(key) })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret[..12], text, StringComparison.Ordinal);
        }
    }
}
