using System.Globalization;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Gathers where aws_sign and aws_endpoint of an outer block hold now and did not with the module; one line for each of them.</summary>
internal sealed class InheritanceReport(Diagnostics diagnostics)
{
    private const int MostShown = 8;

    private readonly Dictionary<NginxDirective, List<SourcePosition>> _locations = [];

    /// <summary>Notes what a signed location has from the blocks around it.</summary>
    public void Add(Scope location)
    {
        foreach (var name in (ReadOnlySpan<string>)["aws_sign", "aws_endpoint"])
        {
            if (location.FindOwn(name) is null && location.Find(name) is { } outer && outer.Argument(0) != AwsKeys.UsualEndpoint)
            {
                if (!_locations.TryGetValue(outer, out var list))
                {
                    _locations.Add(outer, list = []);
                }

                list.Add(location.Position);
            }
        }
    }

    /// <summary>Tells it.</summary>
    public void Tell()
    {
        foreach (var (directive, list) in _locations)
        {
            var shown = string.Join(", ", list.Take(MostShown).Select(at => at.File == directive.Position.File ? at.Line.ToString(CultureInfo.InvariantCulture) : at.ToString()));
            var more = list.Count > MostShown ? string.Create(CultureInfo.InvariantCulture, $" and {list.Count - MostShown} more") : "";
            var (line, before) = (list.Count == 1 ? "line" : "lines", directive.Name == "aws_sign" ? "were not signed" : $"had {AwsKeys.UsualEndpoint}");
            diagnostics.Change(directive.Position, $"\"{directive.Name}\" holds for the blocks within: for locations of {line} {shown}{more}, which {before} with the module");
        }
    }
}
