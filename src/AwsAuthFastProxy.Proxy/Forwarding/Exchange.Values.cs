using AwsAuthFastProxy.Proxy.Rewriting;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>What texts of the configuration may show of the request beside its head.</summary>
internal sealed partial class Exchange
{
    private RequestValues? _values;
    private bool _hasValues;

    /// <summary>The values of this request; null where no text of the configuration shows any.</summary>
    private RequestValues? Values()
    {
        if (!_snapshot.UsesValues)
        {
            return null;
        }

        _hasValues = true;
        RequestValues values = _values ??= new RequestValues { Clock = _shard.Times };
        values.Connection = _client;
        (values.Client, values.Peer) = (_address, _peer);
        (values.ConnectionNumber, values.ConnectionRequests) = (_record.Connection, _record.ConnectionRequests);
        _record.Values = values;
        return values;
    }

    private void ForgetValues()
    {
        if (_hasValues)
        {
            _hasValues = false;
            _values!.Reset();
        }
    }
}
