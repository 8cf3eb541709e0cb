using System.Text;
using AwsAuthFastProxy.Origin;

namespace AwsAuthFastProxy.Demo;

/// <summary>The objects of the demonstration.</summary>
internal static class DemoBucket
{
    public const string Name = "demo";
    public const string OddKey = "odd keys/ünï+cödé & more.txt";
    public const int BinaryBytes = 1 << 20;

    /// <summary>A store with the bucket.</summary>
    public static ObjectStore Create()
    {
        var store = new ObjectStore();
        Put(store, "hello.txt", "Hello from a bucket that only signed requests can read.\n");
        Put(store, OddKey, "A key with a space, a plus, an ampersand and letters outside ASCII.\n");
        Put(store, "folder/one.txt", "one\n");
        Put(store, "folder/two.txt", "two\n");
        Put(store, "folder/deeper/three.txt", "three\n");

        // The same octets every time, so that what arrives can be compared.
        byte[] binary = new byte[BinaryBytes];
        for (int i = 0; i < binary.Length; i++)
        {
            binary[i] = (byte)((i * 31) + (i >> 8));
        }

        store.Put(Name, "binary.bin", binary);
        return store;
    }

    private static void Put(ObjectStore store, string key, string text) =>
        store.Put(Name, key, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");
}
