using System.CommandLine;

namespace AwsAuthFastProxy.CommandLine;

/// <summary>Options that take one of a few words.</summary>
internal static class Words
{
    /// <summary>Left out, the option has the default value of <typeparamref name="T"/>.</summary>
    public static Option<T> Option<T>(string name, string description, params (string Word, T Value)[] choices)
    {
        var words = Array.ConvertAll(choices, choice => choice.Word);
        return new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            CustomParser = result =>
            {
                var index = Array.IndexOf(words, result.Tokens[0].Value);
                if (index < 0)
                {
                    result.AddError($"{name} is one of {string.Join(", ", words)}");
                }

                return choices[Math.Max(index, 0)].Value;
            },
        };
    }
}
