using System.Xml;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>S3's error document ("Error responses" of the S3 API reference), of which only what explains is read.</summary>
/// <param name="Code">Such as <c>SignatureDoesNotMatch</c>; empty when the body is no such document.</param>
/// <param name="Message">S3's sentence; control characters removed, bounded in length.</param>
/// <param name="Region">The region that S3 expects, or null.</param>
internal sealed record S3ErrorBody(string Code, string Message, string? Region)
{
    private const int MaxText = 400;

    public static S3ErrorBody Parse(byte[] body)
    {
        (string code, string message, string? region) = ("", "", null);
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true };
            using var reader = XmlReader.Create(new MemoryStream(body), settings);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1)
                {
                    string name = reader.LocalName;
                    string text = reader.Read() && reader.NodeType == XmlNodeType.Text ? Visible(reader.Value) : "";
                    (code, message, region) = name switch
                    {
                        "Code" => (text, message, region),
                        "Message" => (code, text, region),
                        "Region" => (code, message, text),
                        _ => (code, message, region),
                    };
                }
            }
        }
        catch (XmlException)
        {
            // Cut off or not XML: what was read until there is kept.
        }

        return new S3ErrorBody(code, message, region);
    }

    private static string Visible(string text) =>
        new([.. text.Take(MaxText).Select(static letter => char.IsControl(letter) ? ' ' : letter)]);
}
