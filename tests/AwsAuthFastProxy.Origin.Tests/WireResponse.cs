using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace AwsAuthFastProxy.Origin.Tests;

/// <summary>A response as it came over the wire. Text is Latin-1.</summary>
internal sealed record WireResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Content)
{
    public string Text => Encoding.UTF8.GetString(Content);

    /// <summary>The text of the first element of this name in S3's XML; null when there is none.</summary>
    public string? Element(string name) => XDocument.Parse(Text).Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    public string[] Elements(string name) =>
        XDocument.Parse(Text).Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value).ToArray();

    public string? Code => Element("Code");

    public string? Header(string name) => Headers.Where(line => line.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(line => line.Value).SingleOrDefault();

    /// <summary>Reads the responses of one connection; the methods of the requests tell which have no content.</summary>
    public static List<WireResponse> ParseAll(byte[] wire, params string[] methods)
    {
        string text = Encoding.Latin1.GetString(wire);
        var responses = new List<WireResponse>();
        int position = 0;
        int final = 0;
        while (position < text.Length)
        {
            int end = text.IndexOf("\r\n\r\n", position, StringComparison.Ordinal);
            string[] lines = text[position..end].Split("\r\n");
            int status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
            var headers = lines[1..].Select(line => line.Split(": ", 2)).Select(sides => new KeyValuePair<string, string>(sides[0], sides[1])).ToList();
            var response = new WireResponse(status, headers, []);
            position = end + 4;
            if (status >= 200)
            {
                bool hasContent = !(final < methods.Length && methods[final] == "HEAD") && status is not (204 or 304);
                int length = hasContent ? int.Parse(response.Header("Content-Length")!, CultureInfo.InvariantCulture) : 0;
                response = response with { Content = wire[position..(position + length)] };
                position += length;
                final++;
            }

            responses.Add(response);
        }

        return responses;
    }
}
