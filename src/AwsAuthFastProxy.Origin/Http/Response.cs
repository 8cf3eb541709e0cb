namespace AwsAuthFastProxy.Origin;

/// <summary>A response before it is written: the writer adds what every response of S3 carries.</summary>
internal sealed class Response(int status)
{
    public int Status { get; } = status;

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Whether the connection ends with this response although the request did not ask for it.</summary>
    public bool Close { get; set; }

    public static Response Xml(int status, byte[] content)
    {
        var response = new Response(status) { Content = content };
        response.Add("Content-Type", "application/xml");
        return response;
    }

    public void Add(string name, string? value)
    {
        if (value is not null)
        {
            Headers.Add(new KeyValuePair<string, string>(name, value));
        }
    }
}
