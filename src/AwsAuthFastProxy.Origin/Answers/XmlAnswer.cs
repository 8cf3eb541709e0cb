using System.Text;
using System.Xml;

namespace AwsAuthFastProxy.Origin;

/// <summary>Writes XML as S3 does: declaration, line feed, no indentation.</summary>
internal static class XmlAnswer
{
    private const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>A document whose root is in S3's namespace.</summary>
    public static byte[] Document(string root, Action<XmlWriter> content) => Write(root, Namespace, content);

    /// <summary>An error document; its root is in no namespace.</summary>
    public static byte[] Error(S3Error error, RequestIdentity identity) => Write("Error", null, xml =>
    {
        xml.WriteElementString("Code", error.Code);
        xml.WriteElementString("Message", error.Message);
        foreach ((string name, string value) in error.Details)
        {
            xml.WriteElementString(name, value);
        }

        xml.WriteElementString("RequestId", identity.RequestId);
        xml.WriteElementString("HostId", identity.HostId);
    });

    private static byte[] Write(string root, string? xmlNamespace, Action<XmlWriter> content)
    {
        using var octets = new MemoryStream();
        octets.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8);
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = true,

            // Keys may hold control characters; S3 writes them as references although XML 1.0 has no place for them.
            CheckCharacters = false,
            NewLineHandling = NewLineHandling.Entitize,
        };
        using (var xml = XmlWriter.Create(octets, settings))
        {
            xml.WriteStartElement(root, xmlNamespace);
            content(xml);
            xml.WriteEndElement();
        }

        return octets.ToArray();
    }
}
