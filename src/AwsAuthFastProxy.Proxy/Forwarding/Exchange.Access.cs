using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Who asks: what proxies in front say of it, and a password that is checked off the loop.</summary>
internal sealed partial class Exchange
{
    // A verdict is remembered longer than it is on its way here; a configuration that changes its passwords meanwhile asks once more.
    private const int MostChecks = 3;

    /// <summary>What proxies say of whom they forward for: from a trusted one the client's address, from others a claim that goes no further.</summary>
    private void ReadForwarded()
    {
        if (_snapshot.TrustedProxies is { } trusted && ForwardedFor.IsTrusted(trusted, _peer))
        {
            _record.Client = _address = ForwardedFor.Resolve(trusted, _peer, _request.Fields, _client.Input.Unread);
            return;
        }

        // Asked again after a reload that trusts the peer no more, it is the peer who asks.
        _record.Client = _address = _peer;
        _request.Fields.DropAny(ForwardedFor.Fields);
    }

    /// <summary>
    /// Waits for a password check, then routes and signs again: routes, signers and pools may have changed. The head is parsed anew, since the
    /// first composition marked fields of it.
    /// </summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder))]
    private async ValueTask ComposeAfterCheckAsync()
    {
        for (int i = 0; i < MostChecks && _composition.Pending is { } check; i++)
        {
            _client.HangUp = _clientHungUp;
            await check.Ended;
            _client.HangUp = null;
            if (_clientGone || _client.HungUp)
            {
                _clientGone = true;
                return;
            }

            _snapshot = _shard.Snapshot;
            HeadParse parse = HeadParser.ParseRequest(_client.Input.Unread, 0, _request, _snapshot.HeadLimits);
            if (parse.Status == HeadStatus.Complete && Frame() == RejectReason.None)
            {
                Compose(again: true);
            }
            else
            {
                // Refused by limits that came into force meanwhile.
                _clientGone = true;
                return;
            }
        }

        _clientGone |= _composition.Pending is not null;
    }
}
