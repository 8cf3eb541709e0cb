using AwsAuthFastProxy.Origin;

namespace AwsAuthFastProxy.Demo;

/// <summary>What the demonstration prints when it is ready.</summary>
internal static class DemoText
{
    /// <summary>The addresses, the routes and the commands.</summary>
    public static string Of(int port, int originPort, ObjectStore store)
    {
        string proxy = $"http://127.0.0.1:{port}";
        string origin = $"http://127.0.0.1:{originPort}";
        string etag = store.Get(DemoBucket.Name, "hello.txt")!.ETag;
        return $"""
            proxy   {proxy}  signs every request and forwards it
            origin  {origin}  an S3 server in memory that verifies every signature, bucket "{DemoBucket.Name}"
                    (Ctrl-C ends both)

            routes  /         GET, HEAD: read the bucket
                    /upload/  GET, HEAD, PUT, DELETE: read and write what is below upload/
                    /odd/     GET, HEAD: becomes "odd keys/"

            Try, in another terminal:

              # an object; its head; a part of it; again only if it has changed
              curl -i {proxy}/hello.txt
              curl -I {proxy}/hello.txt
              curl -i -H 'Range: bytes=0-4' {proxy}/hello.txt
              curl -i -H 'If-None-Match: {etag}' {proxy}/hello.txt
              curl -s {proxy}/binary.bin | sha256sum

              # a listing with prefix and delimiter
              curl '{proxy}/?list-type=2&prefix=folder/&delimiter=/'

              # a key that must be encoded, and the same through the route that rewrites
              curl '{proxy}/odd%20keys/%C3%BCn%C3%AF+c%C3%B6d%C3%A9%20&%20more.txt'
              curl '{proxy}/odd/%C3%BCn%C3%AF+c%C3%B6d%C3%A9%20&%20more.txt'

              # upload, read back, delete
              curl -i -X PUT --data-binary 'my text' {proxy}/upload/mine.txt
              curl -i {proxy}/upload/mine.txt
              curl -i -X DELETE {proxy}/upload/mine.txt

              # refused by the proxy: this route reads only; this sub-resource is not lent to strangers
              curl -i -X PUT --data-binary 'x' {proxy}/hello.txt
              curl -i '{proxy}/hello.txt?acl'

              # past the proxy, unsigned: 403 AccessDenied
              curl -i {origin}/{DemoBucket.Name}/hello.txt

            What the origin receives:

            """;
    }
}
