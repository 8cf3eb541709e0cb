using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Settings that are one of a few words.</summary>
internal static class Choice
{
    /// <summary>The value of the word; <paramref name="otherwise"/> when the setting is absent or wrong, which is then reported.</summary>
    public static T Read<T>(string key, TextSetting? setting, T otherwise, (string Word, T Value)[] choices, Diagnostics diagnostics)
    {
        if (setting is null or { IsFaulty: true })
        {
            return otherwise;
        }

        foreach (var (word, value) in choices)
        {
            if (word == setting.Value)
            {
                return value;
            }
        }

        var words = Array.ConvertAll(choices, choice => choice.Word);
        diagnostics.Error(
            setting.Position,
            $"{Quote.Text(key)} is {Quote.Text(setting.Written)}{NearestName.Suggest(setting.Written, words, "it may be")}");
        return otherwise;
    }
}
