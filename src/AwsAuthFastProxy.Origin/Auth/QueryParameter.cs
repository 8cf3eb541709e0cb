using System.Text;

namespace AwsAuthFastProxy.Origin;

/// <summary>One query parameter: decoded for the operations, encoded by the AWS rule for the canonical request.</summary>
internal sealed record QueryParameter(string Name, string Value, string EncodedName, string EncodedValue)
{
    /// <summary>Splits at <c>&amp;</c> (empty pieces fall out) and at the first <c>=</c>; a name alone has an empty value.</summary>
    public static List<QueryParameter> ParseAll(string query)
    {
        var parameters = new List<QueryParameter>();
        foreach (string piece in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = piece.IndexOf('=', StringComparison.Ordinal);
            byte[] name = PercentEncoding.Decode(equals < 0 ? piece : piece[..equals]);
            byte[] value = PercentEncoding.Decode(equals < 0 ? "" : piece[(equals + 1)..]);
            parameters.Add(new QueryParameter(
                Encoding.UTF8.GetString(name),
                Encoding.UTF8.GetString(value),
                PercentEncoding.Encode(name, keepSlash: false),
                PercentEncoding.Encode(value, keepSlash: false)));
        }

        return parameters;
    }
}
