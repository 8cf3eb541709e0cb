namespace AwsAuthFastProxy.RealServer.Tests.Clients;

/// <summary>Bytes to upload.</summary>
internal static class Contents
{
    /// <summary>Bytes that look random, and are the same for the same name and size.</summary>
    public static byte[] Generate(string name, int size)
    {
        byte[] content = new byte[size];
        new Random(name.Aggregate(size, (seed, c) => unchecked((seed * 31) + c))).NextBytes(content);
        return content;
    }
}
