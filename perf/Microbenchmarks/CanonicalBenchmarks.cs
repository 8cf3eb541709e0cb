using System.Text;
using AwsAuthFastProxy.Microbenchmarks.Baselines;
using AwsAuthFastProxy.SigV4;
using BenchmarkDotNet.Attributes;

namespace AwsAuthFastProxy.Microbenchmarks;

/// <summary>Canonical forms of a path and of a query, plain and with what needs encoding.</summary>
public class CanonicalBenchmarks
{
    private const string OddKey = "/albums/Été 2026/IMG (1)+a&b.jpg";
    private const string ListQuery = "list-type=2&prefix=albums%2Fsummer%2F&delimiter=%2F&max-keys=1000&encoding-type=url";

    private readonly byte[] _plain = "/2026/11/22/albums/summer/IMG_20260714_181502.jpg"u8.ToArray();
    private readonly byte[] _odd = Encoding.ASCII.GetBytes(StringSigner.Path(OddKey));
    private readonly byte[] _query = Encoding.ASCII.GetBytes(ListQuery);
    private readonly byte[] _destination = new byte[1024];

    [GlobalSetup]
    public void Check()
    {
        if (PlainPath() != _plain.Length
            || Encoding.ASCII.GetString(_destination, 0, OddPath()) != OddPathInStrings()
            || Encoding.ASCII.GetString(_destination, 0, Query()) != QueryInStrings())
        {
            throw new InvalidOperationException("the canonical forms disagree");
        }
    }

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int PlainPath() => CanonicalPath.WriteS3(_plain, _destination, out int written) == CanonicalStatus.Ok ? written : -1;

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int OddPath() => CanonicalPath.WriteS3(_odd, _destination, out int written) == CanonicalStatus.Ok ? written : -1;

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int Query() => CanonicalQuery.Write(_query, _destination, out int written) == CanonicalStatus.Ok ? written : -1;

    [Benchmark(Description = "odd path in strings")]
    public string OddPathInStrings() => StringSigner.Path(OddKey);

    [Benchmark(Description = "query in strings")]
    public string QueryInStrings() => StringSigner.Query(ListQuery);
}
