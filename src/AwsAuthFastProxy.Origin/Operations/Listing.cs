using System.Globalization;
using System.Text;
using System.Xml;

namespace AwsAuthFastProxy.Origin;

/// <summary>ListObjectsV2, and ListObjects for a GET of a bucket without <c>list-type=2</c>.</summary>
internal sealed class Listing(ObjectStore store)
{
    private const int MaxPage = 1000;

    public Response Answer(S3Request request)
    {
        string? version = request.Query("list-type");
        if (version is not (null or "2"))
        {
            throw new S3ErrorException(S3Errors.InvalidArgument("Invalid List Type specified in Request", "list-type", version));
        }

        bool isV2 = version is not null;
        string prefix = request.Query("prefix") ?? "";
        string delimiter = request.Query("delimiter") ?? "";
        int maxKeys = MaxKeys(request);
        bool encode = Encode(request);
        string? token = isV2 ? request.Query("continuation-token") : null;
        string after = token is not null ? FromToken(token) : request.Query(isV2 ? "start-after" : "marker") ?? "";
        ListPage page = ListPage.Of(store.List(request.Bucket, prefix), prefix, delimiter, after, maxKeys);

        return Response.Xml(200, XmlAnswer.Document("ListBucketResult", xml =>
        {
            xml.WriteElementString("Name", request.Bucket);
            xml.WriteElementString("Prefix", Text(prefix, encode));
            if (isV2)
            {
                WriteOptional(xml, "StartAfter", request.Query("start-after"), encode);
                WriteOptional(xml, "ContinuationToken", token, encode: false);
                WriteOptional(xml, "NextContinuationToken", page.Next is null ? null : ToToken(page.Next), encode: false);
                xml.WriteElementString("KeyCount", Number(page.Contents.Count + page.CommonPrefixes.Count));
            }
            else
            {
                xml.WriteElementString("Marker", Text(after, encode));

                // Without a delimiter the last key of the page is the marker for the next one.
                WriteOptional(xml, "NextMarker", delimiter.Length == 0 ? null : page.Next, encode);
            }

            xml.WriteElementString("MaxKeys", Number(maxKeys));
            WriteOptional(xml, "Delimiter", delimiter.Length == 0 ? null : delimiter, encode);
            WriteOptional(xml, "EncodingType", encode ? "url" : null, encode: false);
            xml.WriteElementString("IsTruncated", page.Next is null ? "false" : "true");
            WriteEntries(xml, page, encode);
        }));
    }

    private static void WriteEntries(XmlWriter xml, ListPage page, bool encode)
    {
        foreach (StoredObject stored in page.Contents)
        {
            xml.WriteStartElement("Contents");
            xml.WriteElementString("Key", Text(stored.Key, encode));
            xml.WriteElementString("LastModified", BucketOperations.Iso(stored.LastModified));
            xml.WriteElementString("ETag", stored.ETag);
            xml.WriteElementString("Size", Number(stored.Content.Length));
            xml.WriteElementString("StorageClass", FieldLines.Combined(stored.Headers, "x-amz-storage-class", ",") ?? "STANDARD");
            xml.WriteEndElement();
        }

        foreach (string prefix in page.CommonPrefixes)
        {
            xml.WriteStartElement("CommonPrefixes");
            xml.WriteElementString("Prefix", Text(prefix, encode));
            xml.WriteEndElement();
        }
    }

    private static int MaxKeys(S3Request request)
    {
        if (request.Query("max-keys") is not { Length: > 0 } text)
        {
            return MaxPage;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? Math.Min(value, MaxPage)
            : throw new S3ErrorException(S3Errors.InvalidArgument("Provided max-keys not an integer or within integer range", "max-keys", text));
    }

    private static bool Encode(S3Request request) => request.Query("encoding-type") switch
    {
        null => false,
        "url" => true,
        { } other => throw new S3ErrorException(S3Errors.InvalidArgument("Invalid Encoding Method specified in Request", "encoding-type", other)),
    };

    // encoding-type=url is the encoding of HTML forms: a space becomes "+", a slash stays.
    private static string Text(string text, bool encode) => !encode ? text
        : PercentEncoding.Encode(Encoding.UTF8.GetBytes(text), keepSlash: true).Replace("%20", "+", StringComparison.Ordinal);

    private static void WriteOptional(XmlWriter xml, string name, string? value, bool encode)
    {
        if (value is not null)
        {
            xml.WriteElementString(name, Text(value, encode));
        }
    }

    private static string ToToken(string entry) => Convert.ToBase64String(Encoding.UTF8.GetBytes(entry));

    private static string FromToken(string token)
    {
        byte[] octets = new byte[token.Length];
        return token.Length > 0 && Convert.TryFromBase64String(token, octets, out int length)
            ? Encoding.UTF8.GetString(octets, 0, length)
            : throw new S3ErrorException(S3Errors.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
