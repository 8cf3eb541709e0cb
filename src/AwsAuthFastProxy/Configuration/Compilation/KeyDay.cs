using System.Globalization;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>The UTC day of a credential scope as its text has it.</summary>
internal static class KeyDay
{
    /// <summary>YYYYMMDD.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
