using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// Fields that a route adds to responses. What they show of the request is captured while its head is there, the rest is written with the
/// response. Immutable, part of a snapshot.
/// </summary>
internal sealed class AddedFields
{
    // Fields with one value by their definition: two lines of one would contradict each other.
    private static readonly FieldName[] s_once =
        [FieldName.ContentType, FieldName.ContentRange, FieldName.ETag, FieldName.LastModified, FieldName.Location, FieldName.Server];

    // A status, and ": " and the end of a line.
    private const int LongestNumber = 3;
    private const int Around = 4;

    private readonly AddedField[] _fields;
    private readonly int _words;
    private readonly int _responseParts;

    private AddedFields(IReadOnlyList<AddHeaderModel> models)
    {
        _fields =
        [
            .. models.Select(static model => new AddedField(
                Encoding.ASCII.GetBytes(model.Name), model.Value, model.Always, s_once.Contains(FieldNames.Lookup(Encoding.ASCII.GetBytes(model.Name))))),
        ];
        TextPart[] parts = [.. _fields.SelectMany(static field => field.Value.Parts)];
        _words = _fields.Sum(static field => field.Name.Length + Around) + parts.Where(static part => part.Variable == TextVariable.Literal).Sum(static part => part.Text.Length);
        _responseParts = parts.Count(static part => part.IsOfResponse);
    }

    /// <summary>Null for none, so that nothing is done.</summary>
    public static AddedFields? Of(IReadOnlyList<AddHeaderModel> models) => models.Count == 0 ? null : new AddedFields(models);

    /// <summary>Writes what the values show of the request. The last call counts.</summary>
    public void Capture(in TextSource source)
    {
        CapturedTexts captured = source.Values.Captured;
        captured.Clear();
        foreach (ref readonly AddedField field in _fields.AsSpan())
        {
            foreach (ref readonly TextPart part in field.Value.Parts.AsSpan())
            {
                if (IsCaptured(part))
                {
                    captured.Add(part, source);
                }
            }
        }
    }

    /// <summary>Most bytes of the lines.</summary>
    /// <param name="values">The request's, captured.</param>
    /// <param name="responseHead">Bytes of the response's head; 0 for an answer of our own.</param>
    public int MaxLength(RequestValues values, int responseHead) =>
        _words + values.Captured.Length + (_responseParts * Math.Max(LongestNumber, responseHead));

    /// <summary>Marks the response's lines that ours stand for.</summary>
    public void Drop(FieldTable fields, int status)
    {
        foreach (ref readonly AddedField field in _fields.AsSpan())
        {
            if (field.StandsOnce && Applies(field, status))
            {
                fields.Drop(FieldNames.Lookup(field.Name));
            }
        }
    }

    /// <summary>Writes the lines that the answer gets. One whose value comes out empty is left out.</summary>
    /// <param name="writer">The answer's head.</param>
    /// <param name="source">The response's; of the request only what was captured is there.</param>
    /// <param name="isOwn">The answer is our own, whose fields say what it is.</param>
    public void Write(ref HeadWriter writer, in TextSource source, bool isOwn)
    {
        int captured = 0;
        foreach (ref readonly AddedField field in _fields.AsSpan())
        {
            bool writes = Applies(field, source.Status) && !(isOwn && field.StandsOnce);
            int start = writer.Length;
            FieldValue value = writes ? FieldValue.Begin(ref writer, field.Name) : default;
            foreach (ref readonly TextPart part in field.Value.Parts.AsSpan())
            {
                if (IsCaptured(part))
                {
                    ReadOnlySpan<byte> text = source.Values.Captured.Of(captured++);
                    writer.Write(writes ? text : default);
                }
                else if (writes)
                {
                    TextComposer.Write(ref writer, part, source, TextForm.Field);
                }
            }

            if (writes)
            {
                value.End(ref writer, start);
            }
        }
    }

    private static bool IsCaptured(in TextPart part) => part.Variable != TextVariable.Literal && !part.IsOfResponse;

    private static bool Applies(in AddedField field, int status) =>
        field.Always || status is 200 or 201 or 204 or 206 or 301 or 302 or 303 or 304 or 307 or 308;
}
