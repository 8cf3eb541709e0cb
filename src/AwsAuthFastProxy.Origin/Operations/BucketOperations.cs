using System.Globalization;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Origin;

/// <summary>ListBuckets, CreateBucket, DeleteBucket, HeadBucket and GetBucketLocation.</summary>
internal sealed partial class BucketOperations(ObjectStore store, OriginOptions options)
{
    /// <summary>The form of instants in S3's XML.</summary>
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public Response ListBuckets() => Response.Xml(200, XmlAnswer.Document("ListAllMyBucketsResult", xml =>
    {
        xml.WriteStartElement("Owner");
        xml.WriteElementString("ID", PayloadHash.Of("owner"u8));
        xml.WriteElementString("DisplayName", "owner");
        xml.WriteEndElement();
        xml.WriteStartElement("Buckets");
        foreach ((string name, DateTimeOffset created) in store.Buckets())
        {
            xml.WriteStartElement("Bucket");
            xml.WriteElementString("Name", name);
            xml.WriteElementString("CreationDate", Iso(created));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }));

    public Response Create(S3Request request)
    {
        if (!BucketName().IsMatch(request.Bucket))
        {
            throw new S3ErrorException(OperationErrors.InvalidBucketName(request.Bucket));
        }

        // Creating one's own bucket again is no error (in us-east-1).
        store.CreateBucket(request.Bucket);
        var response = new Response(200);
        response.Add("Location", "/" + request.Bucket);
        return response;
    }

    public Response Delete(S3Request request) => store.DeleteBucket(request.Bucket)
        ? new Response(204)
        : throw new S3ErrorException(OperationErrors.BucketNotEmpty(request.Bucket));

    public Response Head()
    {
        var response = Response.Xml(200, []);
        response.Add("x-amz-bucket-region", options.Region);
        return response;
    }

    /// <summary>us-east-1 is the empty constraint.</summary>
    public Response Location() => Response.Xml(200, XmlAnswer.Document("LocationConstraint", xml =>
        xml.WriteString(options.Region == "us-east-1" ? "" : options.Region)));

    // "Bucket naming rules" of the S3 user guide, the part that concerns the characters.
    [GeneratedRegex(@"^(?=.{3,63}\z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex BucketName();
}
