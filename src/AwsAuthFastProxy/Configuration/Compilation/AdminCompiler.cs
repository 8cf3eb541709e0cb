using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>admin</c>.</summary>
internal static class AdminCompiler
{
    public static AdminModel? Compile(AdminConfig? config, IReadOnlyList<ListenerModel> listeners, Diagnostics diagnostics)
    {
        if (config is null)
        {
            return null;
        }

        if (config.Address is null)
        {
            diagnostics.Error(config.Position, "\"admin\" has no \"address\"; for example \"address\": \"127.0.0.1:9901\"");
            return null;
        }

        if (config.Address.IsFaulty)
        {
            return null;
        }

        if (!ListenAddress.TryParse(config.Address.Value, out var endPoint, out var reason))
        {
            diagnostics.Error("address", config.Address, reason);
            return null;
        }

        if (endPoint.Port != 0 && listeners.Any(listener => listener.EndPoint.Equals(endPoint)))
        {
            diagnostics.Error("address", config.Address, "clients are accepted there; the admin listener needs an address of its own");
        }

        return new AdminModel { EndPoint = endPoint };
    }
}
