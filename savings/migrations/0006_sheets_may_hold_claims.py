from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("savings", "0005_keep_sign_offs_and_files")]

    operations = [
        migrations.AddField(
            model_name="figuresheet",
            name="holds",
            field=models.CharField(
                choices=[("figures", "Figures"), ("claims", "Claims")],
                default="figures",
                max_length=7,
            ),
        ),
    ]
