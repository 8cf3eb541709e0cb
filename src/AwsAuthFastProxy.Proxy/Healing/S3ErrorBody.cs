using System.Xml;

namespace AwsAuthFastProxy.Proxy.Healing;

/// <summary>S3's error document ("Error responses" of the S3 API reference), of which only what explains is read.</summary>
internal sealed record S3ErrorBody
{
    private const int MaxText = 400;

    /// <summary>Such as <c>SignatureDoesNotMatch</c>; empty when the body is no such document.</summary>
    public string Code { get; private init; } = "";

    /// <summary>S3's sentence; control characters removed, bounded in length.</summary>
    public string Message { get; private init; } = "";

    /// <summary>The region that S3 expects, or null.</summary>
    public string? Region { get; private init; }

    /// <summary>The canonical request that S3 computed, lines divided by LF, tokens masked; null when it does not say.</summary>
    public string? CanonicalRequest { get; private init; }

    /// <summary>The string to sign that S3 computed, or null.</summary>
    public string? StringToSign { get; private init; }

    public static S3ErrorBody Parse(byte[] body)
    {
        var error = new S3ErrorBody();
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true };
            using var reader = XmlReader.Create(new MemoryStream(body), settings);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1)
                {
                    string name = reader.LocalName;
                    string text = reader.Read() && reader.NodeType == XmlNodeType.Text ? reader.Value : "";
                    error = name switch
                    {
                        "Code" => error with { Code = Visible(text) },
                        "Message" => error with { Message = Visible(text) },
                        "Region" => error with { Region = Visible(text) },
                        "CanonicalRequest" => error with { CanonicalRequest = SecretMask.Apply(text) },
                        "StringToSign" => error with { StringToSign = text },
                        _ => error,
                    };
                }
            }
        }
        catch (XmlException)
        {
            // Cut off or not XML: what was read until there is kept.
        }

        return error;
    }

    private static string Visible(string text) =>
        new([.. text.Take(MaxText).Select(static letter => char.IsControl(letter) ? ' ' : letter)]);
}
