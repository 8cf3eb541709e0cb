using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// What a derived key is good for: one UTC day, one region, one service. Its text is YYYYMMDD/region/service/aws4_request.
/// </summary>
public sealed record CredentialScope
{
    /// <summary>The last part of every scope.</summary>
    public const string Terminator = "aws4_request";

    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private CredentialScope(string date, string region, string service)
    {
        Date = date;
        Region = region;
        Service = service;
    }

    /// <summary>The UTC day, YYYYMMDD.</summary>
    public string Date { get; }

    /// <summary>The region, such as eu-west-1.</summary>
    public string Region { get; }

    /// <summary>The service, such as s3.</summary>
    public string Service { get; }

    /// <summary>A scope from its parts.</summary>
    /// <exception cref="FormatException">A part cannot stand in a scope; the message says which and why.</exception>
    public static CredentialScope Create(string date, string region, string service)
    {
        ArgumentNullException.ThrowIfNull(date);
        ArgumentNullException.ThrowIfNull(region);
        ArgumentNullException.ThrowIfNull(service);
        var error = Check(date, region, service);
        return error == CredentialScopeError.None
            ? new CredentialScope(date, region, service)
            : throw new FormatException(Describe(error));
    }

    /// <summary>A scope for the day of <paramref name="time"/>.</summary>
    /// <exception cref="FormatException">Region or service cannot stand in a scope; the message says which and why.</exception>
    public static CredentialScope Create(in SigningTime time, string region, string service) =>
        Create(Encoding.ASCII.GetString(time.Day), region, service);

    /// <summary>Reads YYYYMMDD/region/service/aws4_request.</summary>
    /// <exception cref="FormatException">The text is no scope; the message says why.</exception>
    public static CredentialScope Parse(string text) =>
        TryParse(text, out var scope, out var error) ? scope : throw new FormatException(Describe(error));

    /// <summary>Reads YYYYMMDD/region/service/aws4_request.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CredentialScope? scope, out CredentialScopeError error)
    {
        scope = null;
        var parts = (text ?? string.Empty).Split('/');
        if (parts.Length != 4)
        {
            error = CredentialScopeError.NotFourParts;
            return false;
        }

        error = Check(parts[0], parts[1], parts[2]);
        if (error == CredentialScopeError.None && parts[3] != Terminator)
        {
            error = CredentialScopeError.BadTerminator;
        }

        if (error != CredentialScopeError.None)
        {
            return false;
        }

        scope = new CredentialScope(parts[0], parts[1], parts[2]);
        return true;
    }

    /// <summary>A sentence for a person who wrote the scope.</summary>
    public static string Describe(CredentialScopeError error) => error switch
    {
        CredentialScopeError.None => "the scope is well formed",
        CredentialScopeError.NotFourParts => "a scope has four parts: YYYYMMDD/region/service/aws4_request",
        CredentialScopeError.BadDate => "the first part of a scope is a day of the calendar, YYYYMMDD",
        CredentialScopeError.EmptyRegion => "the scope's region, its second part, is empty",
        CredentialScopeError.EmptyService => "the scope's service, its third part, is empty",
        CredentialScopeError.ForbiddenCharacter => "region and service of a scope hold ASCII letters, digits, '-', '_' and '.' only",
        CredentialScopeError.BadTerminator => "the last part of a scope is aws4_request",
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };

    /// <summary>
    /// Whether a key of this scope can sign at <paramref name="time"/>: the day must be the same, or S3 answers
    /// 400 AuthorizationHeaderMalformed.
    /// </summary>
    public bool Covers(in SigningTime time) => Ascii.Equals(time.Day, Date.AsSpan());

    /// <summary>YYYYMMDD/region/service/aws4_request.</summary>
    public override string ToString() => $"{Date}/{Region}/{Service}/{Terminator}";

    private static CredentialScopeError Check(string date, string region, string service)
    {
        if (!IsDay(date))
        {
            return CredentialScopeError.BadDate;
        }

        if (region.Length == 0)
        {
            return CredentialScopeError.EmptyRegion;
        }

        if (service.Length == 0)
        {
            return CredentialScopeError.EmptyService;
        }

        return region.AsSpan().ContainsAnyExcept(s_allowed) || service.AsSpan().ContainsAnyExcept(s_allowed)
            ? CredentialScopeError.ForbiddenCharacter
            : CredentialScopeError.None;
    }

    private static bool IsDay(string date) =>
        date.Length == SigningTime.DayLength
        && !date.AsSpan().ContainsAnyExceptInRange('0', '9')
        && DateOnly.TryParseExact(date, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
