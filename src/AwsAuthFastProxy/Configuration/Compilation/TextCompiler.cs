using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles texts with variables.</summary>
internal sealed class TextCompiler(VariableNames own, Diagnostics diagnostics)
{
    /// <summary>The configuration's own variables; all are known before the first text is compiled.</summary>
    public VariableNames Own { get; } = own;

    /// <summary>The text, or null where it is left out or wrong; what is wrong was reported.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="setting">The text.</param>
    /// <param name="scope">Where it stands.</param>
    /// <param name="isSecret">Whether no message may show any of it.</param>
    public TextTemplate? Compile(string key, TextSetting? setting, TextScope scope = TextScope.Request, bool isSecret = false)
    {
        if (setting is null or { IsFaulty: true })
        {
            return null;
        }

        if (TextTemplate.TryParse(setting.Value, Own, scope, out var template, out var reason, out var unknown, setting.Outside))
        {
            return template;
        }

        if (isSecret)
        {
            // Not even what seems to be a name: it may be a secret with a "$" in it.
            diagnostics.Error(setting.Position, $"{Quote.Text(key)}: this is no text with variables; a \"$\" begins a variable, and one that is meant as it is can come from ${{env:NAME}} or ${{file:PATH}}");
            return null;
        }

        diagnostics.Error(
            key,
            setting,
            unknown is null ? reason : $"there is no variable {Quote.Text($"${unknown}")}{NearestName.Suggest(unknown, Known(), "there are, besides $1 to $9, $http_NAME, $arg_NAME and $cookie_NAME")}");
        return null;
    }

    private List<string> Known() => [.. TextTemplate.KnownNames.Concat(Own.Names).Order(StringComparer.Ordinal)];
}
