using System.CommandLine;
using System.Globalization;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.CommandLine;

/// <summary><c>signing-key</c>: derives keys of days, so that the secret need not be on the machine that signs.</summary>
internal sealed class SigningKeyCommand(CommandEnvironment environment)
{
    public const string Name = "signing-key";

    private const string SecretVariable = "AWS_SECRET_ACCESS_KEY";
    private const string DefaultService = "s3";
    private const int MaxDays = 3660;

    private readonly Option<string?> _secret = new("--secret-key", "-k")
    {
        Description = $"The secret access key; '-' reads it from standard input. {SecretVariable} when left out, which keeps it out of the process list.",
        HelpName = "SECRET",
    };

    private readonly Option<string> _region = new("--region", "-r")
    {
        Description = "The region, such as us-east-1.",
        HelpName = "REGION",
        Required = true,
    };

    private readonly Option<string?> _service = new("--service", "-s")
    {
        Description = $"The service; {DefaultService} when left out.",
        HelpName = "SERVICE",
    };

    private readonly Option<string?> _date = new("--date", "-d")
    {
        Description = "The (first) UTC day; today when left out.",
        HelpName = "YYYYMMDD",
    };

    private readonly Option<bool> _noBase64 = new("--no-base64")
    {
        Description = "Write the key as its 32 bytes.",
    };

    private readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Description = "Say what was chosen for options left out.",
    };

    private readonly Option<int?> _days = new("--days")
    {
        Description = "Write the keys of N days, one file each, into --out.",
        HelpName = "N",
        CustomParser = WholeNumber.Parser(1, MaxDays),
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "The directory for the files of --days; it is made when it does not exist.",
        HelpName = "DIR",
    };

    public Command Create()
    {
        var command = new Command(Name, "Derive a signing key: prints it in base64, then its scope.")
        {
            _secret,
            _region,
            _service,
            _date,
            _noBase64,
            _verbose,
            _days,
            _out,
        };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(_days) is null) != (result.GetResult(_out) is null))
            {
                result.AddError("--days and --out go together");
            }
            else if (result.GetResult(_days) is not null && result.GetValue(_noBase64))
            {
                result.AddError("files hold keys in base64; leave --no-base64 out");
            }
        });
        command.SetAction(Invoke);
        return command;
    }

    private int Invoke(ParseResult result)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        if (ReadScope(result, out var reason) is not { } scope || ReadSecret(result, out reason) is not { } secret)
        {
            error.WriteLine($"aws-auth-fast-proxy {Name}: {reason}");
            return ExitStatus.BadUsage;
        }

        using (secret)
        {
            if (result.GetValue(_days) is { } days)
            {
                if (DateOnly.MaxValue.DayNumber - FirstDay(scope).DayNumber < days)
                {
                    error.WriteLine($"aws-auth-fast-proxy {Name}: --days goes beyond the calendar");
                    return ExitStatus.BadUsage;
                }

                return WriteFiles(secret, scope, days, result.GetValue(_out)!, output, error);
            }

            SayChoices(result, scope, error);
            Print(secret, scope, result.GetValue(_noBase64), output);
            return ExitStatus.Success;
        }
    }

    private CredentialScope? ReadScope(ParseResult result, out string reason)
    {
        var date = result.GetValue(_date) ?? environment.Clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        try
        {
            reason = "";
            return CredentialScope.Create(date, result.GetRequiredValue(_region), result.GetValue(_service) ?? DefaultService);
        }
        catch (FormatException malformed)
        {
            reason = malformed.Message;
            return null;
        }
    }

    private SecretText? ReadSecret(ParseResult result, out string reason)
    {
        var text = result.GetValue(_secret) switch
        {
            null => environment.Variable(SecretVariable),
            "-" => environment.Input.ReadLine(),
            { } given => given,
        };
        reason = $"there is no secret: give -k SECRET, or -k - and the secret on standard input, or set {SecretVariable}";
        return string.IsNullOrEmpty(text) ? null : new SecretText(text);
    }

    private void SayChoices(ParseResult result, CredentialScope scope, TextWriter error)
    {
        if (!result.GetValue(_verbose))
        {
            return;
        }

        if (result.GetValue(_date) is null)
        {
            error.WriteLine($"The auto-selected date is {scope.Date}");
        }

        if (result.GetValue(_service) is null)
        {
            error.WriteLine($"The auto-selected service is {scope.Service}");
        }
    }

    private void Print(SecretText secret, CredentialScope scope, bool isRaw, TextWriter output)
    {
        if (!isRaw)
        {
            output.Write(SigningKeyText.Lines(secret, scope));
            return;
        }

        // Not through the writer, whose encoding would change the bytes.
        using var stream = environment.OpenOutput();
        stream.Write(SigningKeyText.RawLines(secret, scope));
    }

    private static DateOnly FirstDay(CredentialScope scope) => DateOnly.ParseExact(scope.Date, "yyyyMMdd", CultureInfo.InvariantCulture);

    private static int WriteFiles(SecretText secret, CredentialScope first, int days, string directory, TextWriter output, TextWriter error)
    {
        try
        {
            KeyFileWriter.CreateDirectory(directory);
            for (var index = 0; index < days; index++)
            {
                var date = FirstDay(first).AddDays(index).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
                output.WriteLine(KeyFileWriter.Write(directory, secret, CredentialScope.Create(date, first.Region, first.Service)));
            }

            return ExitStatus.Success;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"aws-auth-fast-proxy {Name}: cannot write to {directory}: {failure.Message}");
            return ExitStatus.Failed;
        }
    }
}
