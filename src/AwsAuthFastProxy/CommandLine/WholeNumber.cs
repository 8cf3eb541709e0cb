using System.CommandLine.Parsing;
using System.Globalization;

namespace AwsAuthFastProxy.CommandLine;

/// <summary>Options that take a whole number.</summary>
internal static class WholeNumber
{
    /// <summary>Takes decimal digits within bounds, both included.</summary>
    public static Func<ArgumentResult, int?> Parser(int least, int most) => result =>
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        var option = (result.Parent as OptionResult)?.Option.Name;
        result.AddError($"{option} is a whole number from {least} to {most}");
        return null;
    };
}
