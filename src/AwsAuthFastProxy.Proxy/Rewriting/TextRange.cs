using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>Texts that are written into the request's own values.</summary>
internal static class TextRange
{
    private const int FirstRoom = 256;

    /// <summary>Writes a text; false when it becomes too long.</summary>
    /// <param name="template">The text.</param>
    /// <param name="source">The request.</param>
    /// <param name="form">What it becomes part of.</param>
    /// <param name="range">Where it lies.</param>
    public static bool TryWrite(TextTemplate template, in TextSource source, TextForm form, out ByteRange range)
    {
        RequestValues values = source.Values;
        range = default;
        if (template.ShowsMatches)
        {
            // Later it would write here as well, in the midst of the text.
            values.FindCaptures();
        }

        for (int room = FirstRoom; ;)
        {
            Span<byte> free = values.Room(room);
            if (free.IsEmpty)
            {
                return false;
            }

            var writer = new HeadWriter(free);
            TextComposer.Write(ref writer, template, source, form);
            if (!writer.Overflowed)
            {
                range = values.Keep(writer.Length);
                bool isLocation = form == TextForm.Location;
                return form is not (TextForm.Target or TextForm.Location) || !Octets.AreOdd(values.Of(range), isLocation) || TryClean(values, ref range, isLocation);
            }

            room = 2 * free.Length;
        }
    }

    /// <summary>Puts a query behind a text.</summary>
    public static bool TryAppend(RequestValues values, ref ByteRange range, ReadOnlySpan<byte> separator, ReadOnlySpan<byte> query)
    {
        if (query.IsEmpty)
        {
            return true;
        }

        int length = range.Length + separator.Length + query.Length;
        Span<byte> room = values.Room(length);
        if (room.IsEmpty)
        {
            return false;
        }

        var writer = new HeadWriter(room);
        writer.Write(values.Of(range));
        writer.Write(separator);
        writer.Write(query);
        range = values.Keep(length);
        return true;
    }

    private static bool TryClean(RequestValues values, ref ByteRange range, bool isLocation)
    {
        Span<byte> room = values.Room(3 * range.Length);
        if (room.IsEmpty)
        {
            return false;
        }

        var writer = new HeadWriter(room);
        Octets.WriteEncodingOdd(ref writer, values.Of(range), isLocation);
        range = values.Keep(writer.Length);
        return true;
    }
}
