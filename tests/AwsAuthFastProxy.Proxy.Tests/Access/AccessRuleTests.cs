using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Access;

/// <summary>The table of who is let in by addresses, passwords, either or both, and by method.</summary>
public class AccessRuleTests
{
    private static readonly Dictionary<string, PasswordFile> s_files = new() { ["u"] = File("u", "p"), ["v"] = File("v", "q") };
    private static readonly string?[] s_credentials = [null, "u:p", "u:x", "v:q"];
    private static readonly Dictionary<string, List<string>> s_cases = ReadAll();

    private readonly Queue<Action> _checks = new();

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Clients_AreLetInAsTheTableSays(string name)
    {
        AccessModel? access = null;
        LimitExceptModel? except = null;
        int asked = 0;
        foreach (string[] words in s_cases[name].Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words[0] == "route")
            {
                access = Rules(words[2..]) with { SatisfyAny = words[1] == "any" };
            }
            else if (words[0] == "except")
            {
                MethodSet methods = words[1] == "GET" ? MethodSet.Get | MethodSet.Head : MethodSet.Put;
                except = new LimitExceptModel(methods, Rules(words[2..]) with { SatisfyAny = access!.SatisfyAny });
            }
            else
            {
                for (int i = 0; i < s_credentials.Length; i++, asked++)
                {
                    Assert.Equal($"{words[0]} {words[1]} {s_credentials[i]} {words[2 + i]}", $"{words[0]} {words[1]} {s_credentials[i]} {Ask(access!, except, words[0], words[1], s_credentials[i])}");
                }
            }
        }

        Assert.True(asked >= s_credentials.Length);
    }

    /// <summary>The status a client gets. Nothing of a request that is not let in reaches the upstream, nor does a password that is asked for.</summary>
    private int Ask(AccessModel access, LimitExceptModel? except, string method, string from, string? credentials)
    {
        ProxyModel model = Models.Of(Models.Plain("o"), static route => route with { Methods = MethodSet.All });
        model = model with { Routes = [model.Routes[0] with { Access = access, LimitExcept = except }] };
        using var rig = new ProxyRig(model, passwords: new PasswordChecks(_checks.Enqueue));
        var origin = new EchoOrigin(rig);
        origin.Answer = static _ => "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        string field = credentials is null ? "" : $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}\r\n";
        WireEnd client = rig.Send($"{method} /a HTTP/1.1\r\nHost: h\r\n{field}\r\n", from);
        while (_checks.TryDequeue(out Action? check))
        {
            check();
        }

        rig.Run();
        int status = int.Parse(client.Received.AsSpan(9, 3), CultureInfo.InvariantCulture);
        bool asksPassword = (except is null || method is "GET" or "HEAD" == except.Methods.HasFlag(MethodSet.Get) ? access : except.Access)?.Basic is not null;
        Assert.Equal(status == 200 ? 1 : 0, origin.Requests.Count);
        Assert.Equal(status == 200 && credentials is not null && !asksPassword, origin.Requests.Any(static request => request.Contains("Authorization", StringComparison.Ordinal)));
        Assert.Equal(status == 401, client.Received.Contains("WWW-Authenticate: Basic", StringComparison.Ordinal));
        rig.AssertNothingLeaks();
        return status;
    }

    private static AccessModel Rules(IEnumerable<string> words)
    {
        var model = new AccessModel();
        foreach (string[] pair in words.Select(static word => word.Split('=')))
        {
            model = pair[0] switch
            {
                "allow" => model with { Allow = Blocks(pair[1]) },
                "deny" => model with { Deny = Blocks(pair[1]) },
                _ => model with { Basic = new BasicAuthModel(pair[1], s_files[pair[1]]) },
            };
        }

        return model;
    }

    private static AddressBlock[] Blocks(string word) => word == "all"
        ? [new AddressBlock(0, 0), new AddressBlock(AddressBlock.ToNumber(IPAddress.Any), 96)]
        : [new AddressBlock(AddressBlock.ToNumber(IPAddress.Parse(word)), 128)];

    private static PasswordFile File(string user, string password)
    {
        string hash = BCrypt.Net.BCrypt.HashPassword(password, 4);
        return new PasswordFile(new Dictionary<string, string> { [user] = hash }, SHA256.HashData(Encoding.ASCII.GetBytes(hash)));
    }

    private static Dictionary<string, List<string>> ReadAll()
    {
        var cases = new Dictionary<string, List<string>>();
        List<string> current = [];
        foreach (string line in System.IO.File.ReadLines(Path.Combine(AppContext.BaseDirectory, "cases", "access", "rules.txt")).Where(static line => line.Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith("case ", StringComparison.Ordinal))
            {
                cases.Add(line[5..], current = []);
            }
            else
            {
                current.Add(line);
            }
        }

        return cases;
    }
}
