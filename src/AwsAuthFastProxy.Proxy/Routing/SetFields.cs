using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// Fields that a route sets in requests. A client never makes a second one: neither in another case nor with underscores for hyphens, which
/// servers that name fields as CGI does take for the same. Immutable, part of a snapshot.
/// </summary>
internal sealed class SetFields
{
    private readonly FieldNameSet _replaced;
    private readonly ulong _known;

    private SetFields(IReadOnlyList<SetHeaderModel> models)
    {
        _replaced = FieldNameSet.Of([.. models.Select(static model => model.Name)], orLookalikes: true)!;
        Lines =
        [
            .. models.Where(static model => model.Value.Text.Length > 0 && NameOf(model) != FieldName.Host)
                .Select(static model => new SetField(Encoding.ASCII.GetBytes(model.Name), NameOf(model), model.Value)),
        ];
        Host = models.FirstOrDefault(static model => NameOf(model) == FieldName.Host)?.Value;
        foreach (SetHeaderModel model in models)
        {
            _known |= FieldTable.Bit(NameOf(model));
        }
    }

    /// <summary>The lines to be written, in the operator's order; Host is not among them.</summary>
    public SetField[] Lines { get; }

    /// <summary>Value of Host, or null: the upstream's.</summary>
    public TextTemplate? Host { get; }

    /// <summary>Null for none, so that nothing is done.</summary>
    public static SetFields? Of(IReadOnlyList<SetHeaderModel> models) => models.Count == 0 ? null : new SetFields(models);

    /// <summary>Whether one of the fields that are known by name is set or taken out.</summary>
    public bool Has(FieldName name) => (_known & FieldTable.Bit(name)) != 0;

    /// <summary>
    /// Marks the client's lines that ours stand for. X-Forwarded-For stays until it is written, see <see cref="Has"/>: ours may be made of it, and
    /// a request may be composed more than once.
    /// </summary>
    public void Drop(FieldTable fields, ReadOnlySpan<byte> bytes) => _replaced.Drop(fields, bytes, FieldTable.Bit(FieldName.XForwardedFor));

    private static FieldName NameOf(SetHeaderModel model) => FieldNames.Lookup(Encoding.ASCII.GetBytes(model.Name));
}
