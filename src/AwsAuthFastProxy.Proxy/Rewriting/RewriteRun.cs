using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>Does the steps of <c>rewrite</c> for one request. Where nginx's rewrite module leaves a choice, it is nginx's.</summary>
internal static class RewriteRun
{
    /// <summary>Does the steps in order; their results are in the request's values.</summary>
    public static RewriteEnd Do(RewriteStep[] steps, in TextSource source, out OwnAnswer answer)
    {
        RequestValues values = source.Values;
        answer = default;
        bool changed = false;
        foreach (RewriteStep step in steps)
        {
            switch (step)
            {
                case SetStep set:
                    if (!TrySet(set, source))
                    {
                        return RewriteEnd.Failed;
                    }

                    break;
                case ReturnStep reply:
                    values.Trace?.Add($"return    {reply.Status}");
                    return TryReturn(reply, source, out answer) ? RewriteEnd.Answer : RewriteEnd.Failed;
                case RewriteRule rule:
                    if (!values.TryMatch(rule.Pattern, source))
                    {
                        values.ForgetCaptures();
                        break;
                    }

                    if (rule.IsRedirect)
                    {
                        values.Trace?.Add($"rewrite   {rule.Pattern} sends the client elsewhere");
                        return TryRedirect(rule, source, out answer) ? RewriteEnd.Answer : RewriteEnd.Failed;
                    }

                    if (!TryRewrite(rule, source))
                    {
                        return RewriteEnd.Failed;
                    }

                    values.Trace?.Add($"rewrite   {rule.Pattern} makes it {Shown(values)}{(rule.Then == RewriteThen.Continue ? "" : $" ({rule.Then.ToString().ToLowerInvariant()})")}");
                    if (rule.Then == RewriteThen.Last)
                    {
                        return RewriteEnd.ChooseAnew;
                    }

                    changed = rule.Then == RewriteThen.Continue;
                    if (!changed)
                    {
                        values.LeftRoute = true;
                        return RewriteEnd.Stay;
                    }

                    break;
                default:
                    values.LeftRoute |= changed;
                    return RewriteEnd.Stay;
            }
        }

        return changed ? RewriteEnd.ChooseAnew : RewriteEnd.Stay;
    }

    private static bool TrySet(SetStep step, in TextSource source)
    {
        RequestValues values = source.Values;
        if (!TextRange.TryWrite(step.To, source, TextForm.Target, out ByteRange target))
        {
            return false;
        }

        if (step.Place is not { } place)
        {
            values.SetArguments(target);
            return true;
        }

        ByteRange location = target;
        bool written = TextRange.TryWrite(step.To, source, TextForm.Plain, out ByteRange plain)
            & (!step.To.HasLocationForm || TextRange.TryWrite(step.To, source, TextForm.Location, out location));
        values.SetOwn(place, plain, target, location);
        return written;
    }

    private static bool TryReturn(ReturnStep step, in TextSource source, out OwnAnswer answer)
    {
        ByteRange text = default;
        bool written = step.To is null
            || (step.IsRedirect ? TryWriteLocation(step.To, source, out text) : TextRange.TryWrite(step.To, source, TextForm.Plain, out text));
        answer = new OwnAnswer(step.Status, text, step.IsRedirect, step.Type);
        return written;
    }

    private static bool TryRedirect(RewriteRule rule, in TextSource source, out OwnAnswer answer)
    {
        answer = default;
        ReadOnlySpan<byte> query = rule.KeepsQuery ? source.Query : default;
        if (!TryWriteLocation(rule.To, source, out ByteRange location)
            || !TextRange.TryAppend(source.Values, ref location, rule.HasQuery ? "&"u8 : "?"u8, query))
        {
            return false;
        }

        answer = new OwnAnswer(rule.Then == RewriteThen.Permanent ? 301 : 302, location, IsLocation: true);
        return true;
    }

    /// <summary>
    /// Writes a location. Two slashes in front would be another authority (RFC 3986 §4.2), and browsers take a backslash for a slash: only the
    /// operator's own text says so, never the client's path.
    /// </summary>
    private static bool TryWriteLocation(TextTemplate template, in TextSource source, out ByteRange location)
    {
        RequestValues values = source.Values;
        if (!TextRange.TryWrite(template, source, TextForm.Location, out location))
        {
            return false;
        }

        int slashes = values.Of(location).IndexOfAnyExcept(@"/\"u8);
        slashes = slashes < 0 ? location.Length : slashes;
        if (slashes < 2 || template.Text.StartsWith("//", StringComparison.Ordinal))
        {
            return true;
        }

        ByteRange rest = new(location.Offset + slashes, location.Length - slashes);
        Span<byte> room = values.Room(rest.Length + 1);
        if (room.IsEmpty)
        {
            return false;
        }

        room[0] = (byte)'/';
        values.Of(rest).CopyTo(room[1..]);
        location = values.Keep(rest.Length + 1);
        return true;
    }

    private static bool TryRewrite(RewriteRule rule, in TextSource source)
    {
        RequestValues values = source.Values;
        if (!TextRange.TryWrite(rule.To, source, TextForm.Plain, out ByteRange path)
            || path.IsEmpty || values.Of(path)[0] != '/' || values.Of(path).Contains((byte)0))
        {
            return false;
        }

        ByteRange query = default;
        if (rule.Query is not null
            && (!TextRange.TryWrite(rule.Query, source, TextForm.Target, out query)
                || !TextRange.TryAppend(values, ref query, "&"u8, rule.KeepsQuery ? source.Query : default)))
        {
            return false;
        }

        values.SetUri(path);
        if (rule.Query is not null || !rule.KeepsQuery)
        {
            values.SetArguments(query);
        }

        return true;
    }

    private static string Shown(RequestValues values) =>
        System.Text.Encoding.Latin1.GetString(values.Uri) + (values is { HasArguments: true, Arguments.Length: > 0 } ? "?" + System.Text.Encoding.Latin1.GetString(values.Arguments) : "");
}
