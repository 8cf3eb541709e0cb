using System.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Paths of locations, which nginx holds against the decoded path, as the JSON form writes them: percent-encoded.</summary>
internal static class LocationPath
{
    public static string Encode(string path)
    {
        var encoded = new StringBuilder(path.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(path))
        {
            if (octet is > 0x20 and < 0x7F and not ((byte)'%' or (byte)'?' or (byte)'#'))
            {
                encoded.Append((char)octet);
            }
            else
            {
                encoded.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
