using AwsAuthFastProxy.Configuration.Compilation;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>
/// The six directives of the module: keys, bucket, endpoint. What is missing or malformed is an error, where the module signed with an empty
/// key. No message shows a key.
/// </summary>
internal sealed class AwsKeys(NamedSection credentials, DateOnly? today, Diagnostics diagnostics)
{
    /// <summary>The endpoint where none is written.</summary>
    public const string UsualEndpoint = "s3.amazonaws.com";

    // Beyond this the module's nginx refuses to start, without a word.
    private const int MostKeyLetters = 64;

    private readonly HashSet<NginxDirective> _checkedOnes = [];

    /// <summary>What a location signs with; null with errors.</summary>
    public AwsSigning? Read(Scope scope, NginxDirective sign)
    {
        var key = Required(scope, sign, "aws_access_key");
        var keyScope = Required(scope, sign, "aws_key_scope");
        var signingKey = Required(scope, sign, "aws_signing_key");
        var bucket = Required(scope, sign, "aws_s3_bucket");
        var endpoint = scope.Find("aws_endpoint");
        if (key is null || keyScope is null || signingKey is null || bucket is null
            || !CredentialScope.TryParse(keyScope.Argument(0), out var parsed, out _) || !IsKeyGood(signingKey))
        {
            return null;
        }

        var content = Nodes.Object(key.Position)
            .With("accessKey", Nodes.Text(key.Position, key.Argument(0)!))
            .With("keyScope", Nodes.Text(keyScope.Position, keyScope.Argument(0)!))
            .With("signingKey", Nodes.Text(signingKey.Position, signingKey.Argument(0)!));
        return new AwsSigning(
            credentials.NameOf("pinned", content),
            keyScope.Position,
            parsed.Region,
            parsed.Service,
            (bucket.Argument(0)!, bucket.Position),
            (endpoint?.Argument(0) ?? UsualEndpoint, endpoint?.Position ?? sign.Position));
    }

    /// <summary>Checks what stands in a block, used or not.</summary>
    public void Check(Scope block)
    {
        foreach (var directive in block.Own)
        {
            switch (directive.Name)
            {
                case "aws_access_key" or "aws_key_scope" or "aws_signing_key" or "aws_s3_bucket" or "aws_endpoint" when _checkedOnes.Add(directive):
                    Check(directive);
                    break;
                default:
                    break;
            }
        }
    }

    private void Check(NginxDirective directive)
    {
        var value = directive.Argument(0)!;
        if (directive.Name != "aws_signing_key" && Variables.HasAny(value))
        {
            diagnostics.Error(directive.Position, $"\"{directive.Name}\" takes no variables: the module took the \"$\" as a letter; write the value itself");
        }
        else if (value.Length == 0)
        {
            diagnostics.Error(directive.Position, $"\"{directive.Name}\" is empty; {(directive.Name == "aws_signing_key" ? "the module signed with an empty key" : "write its value, or leave it out")}");
        }
        else if (directive.Name == "aws_key_scope")
        {
            CheckScope(directive, value);
        }
        else if (directive.Name == "aws_signing_key" && !IsKeyGood(directive))
        {
            diagnostics.Error(
                directive.Position,
                value.Length > MostKeyLetters
                    ? $"\"aws_signing_key\" is longer than {MostKeyLetters} letters; write the first of the two lines that signing-key prints"
                    : $"\"aws_signing_key\": {SigningKey.Describe(KeyParts.CheckKey(value))}; the module signed with an empty key. Write the first of the two lines that signing-key prints");
        }
    }

    private void CheckScope(NginxDirective directive, string value)
    {
        if (!CredentialScope.TryParse(value, out var scope, out var error))
        {
            diagnostics.Error(directive.Position, $"\"aws_key_scope\": {CredentialScope.Describe(error)}");
        }
        else if (today is { } day && scope.Date != KeyDay.Text(day))
        {
            diagnostics.Error(
                directive.Position,
                $"\"aws_key_scope\" is {Quote.Text(value)}: this key is for {scope.Date} and today is {KeyDay.Text(day)} (UTC); S3 accepts a derived key only on its own UTC day. "
                + "Derive today's with signing-key; for keys that do not die at midnight import this file and give its credentials \"signingKeys\" or \"secretKey\"");
        }
    }

    private static bool IsKeyGood(NginxDirective directive) =>
        directive.Argument(0)!.Length <= MostKeyLetters && KeyParts.CheckKey(directive.Argument(0)!) == SigningKeyError.None;

    private NginxDirective? Required(Scope scope, NginxDirective sign, string name)
    {
        var found = scope.Find(name);
        if (found is null)
        {
            diagnostics.Error(
                scope.Position,
                $"this location is signed by aws_sign of {sign.Position}, but there is no \"{name}\" here or around it{(name == "aws_s3_bucket" ? "" : "; the module signed with an empty one")}");
        }

        return found;
    }
}
